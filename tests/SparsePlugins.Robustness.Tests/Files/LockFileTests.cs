using SparsePlugins.Plugins;

namespace SparsePlugins.Robustness.Tests.Files;

/// <summary><c>MANIFEST.lock</c>: a damaged one is refused with its line, or lists something else, which then is refused where it is loaded.</summary>
[Trait("Category", "Long")]
public sealed class LockFileTests : IDisposable
{
    private const long MostBytes = 16L << 20;
    private static readonly string[] Telling =
    [
        "{",
        "}",
        "[[[[[[[[",
        "\"\"",
        "\"..\": {},",
        "\\ud800",
        "\\u001b[2J",
        "null",
        "1e999",
        ",",
        ":",
        "//",
        "\0",
    ];

    private readonly MemoryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_lock_is_refused_with_its_line_or_lists_what_it_says()
    {
        var mutator = new Mutator(seed: 9, Telling);
        var whole = System.Text.Encoding.UTF8.GetBytes(PluginLock.Create(_folder["m.yaml"], Shipped.Plugins.Plugins).Render());
        var refused = 0;
        for (var i = 0; i < Fuzz.Count(2_500); i++)
        {
            File.WriteAllBytes(_folder["m.yaml.lock"], mutator.Damage(whole));
            var failure = Budget.Keep(MostBytes, $"mutation {i}", () => Record.Exception(() => PluginLock.ReadBeside(_folder["m.yaml"])));
            refused += failure is null ? 0 : 1;
            Assert.True(failure is null or PluginLockException, $"mutation {i}: {failure}");
            Assert.True(
                failure is null || failure.Message.StartsWith(_folder["m.yaml.lock"] + ":", StringComparison.Ordinal),
                failure?.Message
            );
            Assert.False(failure?.Message.Any(char.IsControl) ?? false, $"mutation {i}: {failure?.Message}");
        }

        Assert.InRange(refused, Fuzz.Count(2_500) / 2, Fuzz.Count(2_500));
    }

    [Fact]
    public void A_lock_that_is_a_pipe_or_a_device_is_refused_and_not_read()
    {
        Assert.Equal(0, Shell.Run("mkfifo", _folder["pipe.yaml.lock"]).ExitCode);
        File.CreateSymbolicLink(_folder["zero.yaml.lock"], "/dev/zero");

        Assert.All(
            ["pipe.yaml", "zero.yaml"],
            manifest =>
                Assert.Throws<PluginLockException>(() => Budget.Keep(MostBytes, manifest, () => PluginLock.ReadBeside(_folder[manifest])))
        );
    }
}
