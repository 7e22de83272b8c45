namespace SparsePlugins.Robustness.Tests.Machine;

/// <summary>A log that is full is followed by another one.</summary>
[Trait("Category", "Long")]
public sealed class LogTests : IDisposable
{
    private const int Full = 32 << 20;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_full_log_is_followed_by_the_next_one_which_is_a_known_file()
    {
        Directory.CreateDirectory(_folder["out"]);
        using (var log = new FileStream(_folder["out/log.jsonl"], FileMode.CreateNew))
        {
            log.SetLength(Full);
        }

        var run = Sparse.Run("run", _folder.Write("tiny.yaml", Tiny.Manifest), "--out", _folder["out"]);
        var verified = Sparse.Run("verify", _folder["out"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Full, new FileInfo(_folder["out/log.jsonl"]).Length);
        Assert.Equal(4, File.ReadLines(_folder["out/log_001.jsonl"]).Count(line => line.Contains("\"Run {Id}", StringComparison.Ordinal)));
        Assert.EndsWith("nothing is damaged\n", verified.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", verified.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
