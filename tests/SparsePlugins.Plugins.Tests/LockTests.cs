using System.Text;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;
using SparsePlugins.Yaml;

namespace SparsePlugins.Plugins.Tests;

/// <summary>With a lock, nothing else runs: not a changed byte, not a file more.</summary>
public sealed class LockTests : IDisposable
{
    private const string Trace = "Fixture.ModuleInitializerRan";

    private static readonly byte[] Traced = Compiled.Plugin(
        "Traced",
        Texts.Initializer(
            "traced",
            1,
            $$"""
            internal static class Start
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void Run() => System.AppContext.SetSwitch("{{Trace}}", true);
            }
            """
        )
    );

    private readonly PluginFolder _folder = new();

    public LockTests()
    {
        AppContext.SetSwitch(Trace, false);
        File.WriteAllText(Path.Combine(_folder.Add("Traced", Traced), "data.txt"), "what it brings along");
    }

    public void Dispose() => _folder.Dispose();

    private string Manifest => _folder["m.yaml"];

    private static bool HasRun => AppContext.TryGetSwitch(Trace, out var ran) && ran;

    [Fact]
    public void Its_module_initializer_runs_when_it_is_what_the_lock_says()
    {
        Lock();
        using var library = PluginLibrary.Open([_folder.Root], PluginLock.ReadBeside(Manifest));
        Create(library.Current);

        Assert.True(HasRun); // So that the tests below can fail.
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_thousand_changes_of_one_byte_are_refused_before_any_code_runs()
    {
        var trust = Lock();
        var files = Directory.GetFiles(Path.Combine(_folder.Root, "Traced")).ToDictionary(path => path, File.ReadAllBytes);
        var random = new Random(1);
        for (var mutation = 0; mutation < 1000; mutation++)
        {
            var (path, whole) = files.ElementAt(mutation % 10 == 0 ? 1 : 0);
            var changed = (byte[])whole.Clone();
            changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(path, changed);
            using var library = PluginLibrary.Open([_folder.Root], trust);

            Assert.Empty(library.Current.Plugins);
            Assert.Equal(RefusalCause.Changed, Assert.Single(library.Current.Refused).Cause);
            File.WriteAllBytes(path, whole);
        }

        Assert.False(HasRun);
    }

    [Fact]
    public void The_message_names_the_file_both_hashes_and_the_fix()
    {
        Lock();
        var path = Path.Combine(_folder.Root, "Traced", "data.txt");
        File.WriteAllText(path, "changed");

        Assert.Equal(
            $"data.txt has SHA-256 {HashOf("changed")}, and m.yaml.lock expects {HashOf("what it brings along")}; if that is meant, accept it with 'sparse lock {Manifest}'",
            Refusal(RefusalCause.Changed)
        );
    }

    [Fact]
    public void A_file_more_or_less_is_refused()
    {
        Lock();
        var more = _folder.Write("plugins/Traced/Evil.dll", "more");
        Assert.StartsWith(
            $"Evil.dll has SHA-256 {HashOf("more")}, and m.yaml.lock does not list it",
            Refusal(RefusalCause.Changed),
            StringComparison.Ordinal
        );

        File.Delete(more);
        File.Delete(Path.Combine(_folder.Root, "Traced", "data.txt"));
        Assert.StartsWith("data.txt is not there, and m.yaml.lock expects it", Refusal(RefusalCause.Changed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_is_not_listed_is_not_loaded()
    {
        Lock();
        Directory.Move(Path.Combine(_folder.Root, "Traced"), _folder["away"]);
        _folder.Write("plugins/noisy.cs", Texts.Initializer("noisy", 1));

        Assert.Contains("m.yaml.lock does not list it", Refusal(RefusalCause.Unlisted), StringComparison.Ordinal);
        Assert.False(HasRun);
    }

    [Fact]
    public void A_swap_is_held_against_the_lock_too()
    {
        var trust = Lock();
        using var library = PluginLibrary.Open([_folder.Root], trust);
        File.WriteAllBytes(_folder.AssemblyOf("Traced"), Compiled.Plugin("Traced", Texts.Initializer("traced", 2)));

        var refused = Assert.Single(library.Refresh().Refused);
        Assert.Equal((RefusalCause.Changed, true), (refused.Cause, refused.OldBuildStays));
        Assert.Single(library.Current.Plugins);
    }

    [Fact]
    public void The_same_plugins_give_the_same_bytes_and_reading_gives_them_back()
    {
        var text = Lock().Render();

        Assert.Equal(text, PluginLock.ReadBeside(Manifest)!.Render());
        Assert.Equal(text, Lock().Render());
        Assert.Equal(["Traced"], PluginLock.ReadBeside(Manifest)!.Names);
    }

    [Theory]
    [InlineData("{\n\"format\": \"sparse-lock/1\",\n}", 3, "it is no JSON")]
    [InlineData("{\"format\": \"sparse-lock/2\"}", 1, "\"format\" must be \"sparse-lock/1\"")]
    [InlineData("{\"format\": \"sparse-lock/1\",\n\"plugin\": {}}", 2, "the key \"plugins\" is missing")]
    [InlineData(
        "{\"format\": \"sparse-lock/1\",\n\"plugins\": {\n\"A\": {\n\"A.dll\": \"0\"}}}",
        4,
        "a SHA-256 has 64 hexadecimal digits in lower case"
    )]
    [InlineData("{\"format\": \"sparse-lock/1\",\n\"plugins\": {}}", 2, "an object is empty")]
    [InlineData("[]", 1, "there should be a StartObject here")]
    [InlineData("null", 1, "there should be a StartObject here")]
    public void A_damaged_lock_is_refused_with_its_line_and_never_ignored(string text, int line, string reason)
    {
        _folder.Write("m.yaml.lock", text);

        Assert.Equal(
            $"{Manifest}.lock:{line}: this lock file is damaged: {reason}; if that is meant, accept it with 'sparse lock {Manifest}'",
            Assert.Throws<PluginLockException>(() => PluginLock.ReadBeside(Manifest)).Message
        );
    }

    [Fact]
    public void Any_cut_of_a_lock_is_refused()
    {
        var text = Lock().Render().TrimEnd();
        for (var length = 0; length < text.Length; length++)
        {
            _folder.Write("m.yaml.lock", text[..length]);
            Assert.Throws<PluginLockException>(() => PluginLock.ReadBeside(Manifest));
        }

        _folder.Write("m.yaml.lock", text + " {}");
        Assert.Throws<PluginLockException>(() => PluginLock.ReadBeside(Manifest));
    }

    [Fact]
    public void What_stands_where_a_lock_should_be_and_can_not_be_read_is_refused()
    {
        Directory.CreateDirectory(Manifest + ".lock");
        Assert.Throws<PluginLockException>(() => PluginLock.ReadBeside(Manifest));

        Directory.Delete(Manifest + ".lock");
        File.CreateSymbolicLink(Manifest + ".lock", "nowhere");
        Assert.Throws<PluginLockException>(() => PluginLock.ReadBeside(Manifest));

        File.Delete(Manifest + ".lock");
        Assert.Null(PluginLock.ReadBeside(Manifest));
    }

    private PluginLock Lock()
    {
        using var library = PluginLibrary.Open([_folder.Root]);
        var trust = PluginLock.Create(Manifest, library.Current.Plugins);
        trust.Write();
        return trust;
    }

    private string Refusal(RefusalCause cause)
    {
        using var library = PluginLibrary.Open([_folder.Root], PluginLock.ReadBeside(Manifest));
        Assert.Empty(library.Current.Plugins);
        var refused = Assert.Single(library.Current.Refused);
        Assert.Equal(cause, refused.Cause);
        return refused.Reason;
    }

    private static void Create(PluginSet plugins)
    {
        var position = new Position("", 1, 1);
        var spec = new ComponentSpec(
            ComponentKind.Initializer,
            "traced",
            [],
            new Dictionary<string, Position>(),
            new HashSet<string>(),
            new HashSet<string>(),
            "traced",
            position,
            "initializers[0]"
        );
        _ = plugins.Find(ComponentKind.Initializer, "traced").Create<object>(spec, new InputFiles("."));
    }

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
