using System.Diagnostics;

namespace SparsePlugins.Robustness.Tests.Machine;

/// <summary>The variable that makes every lock of .NET succeed changes nothing: runs are shared, children work, and no process deletes another's files.</summary>
[Trait("Category", "Long")]
public sealed class LockTests : IDisposable
{
    private const string Switch = "DOTNET_SYSTEM_IO_DISABLEFILELOCKING";

    private readonly TemporaryFolder _folder = new();
    private readonly string _manifest;

    public LockTests()
    {
        _manifest = _folder.Write("tiny.yaml", Tiny.Manifest);
        Directory.CreateDirectory(_folder["tmp"]);
    }

    [Fact]
    public void Two_commands_on_one_folder_train_each_run_once()
    {
        string[] command = ["run", _manifest, "--out", _folder["out"], "--jobs", "1", "--set", "seeds=6", "--set", "training.steps=2000"];
        using var first = Start(isLocking: false, command);
        using var second = Start(isLocking: false, command);

        Assert.Equal((0, 0), (Sparse.Finish(first).ExitCode, Sparse.Finish(second).ExitCode));
        var ended = File.ReadLines(_folder["out/log.jsonl"]).Where(line => line.Contains("\"Run {Id}", StringComparison.Ordinal)).ToArray();
        Assert.Equal(12, ended.Length);
        Assert.Equal(12, Directory.GetFiles(_folder["out/runs"], "*.json").Length);
    }

    [Fact]
    public void A_process_for_each_cohort_works()
    {
        using var process = Start(isLocking: false, "run", _manifest, "--out", _folder["out"], "--isolate", "--jobs", "1");
        var answer = Sparse.Finish(process);

        Assert.True(answer.ExitCode == 0, answer.Error);
        Assert.Equal(4, Directory.GetFiles(_folder["out/runs"], "*.json").Length);
        Assert.Empty(Directory.GetDirectories(_folder["tmp"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_under_way_is_reported_and_keeps_its_copies_of_plugins(bool isLocking)
    {
        using var run = Start(isLocking, "run", _manifest, "--out", _folder["out"], "--jobs", "1", "--set", "training.steps=100000000");
        Patience.Await(() =>
            run.HasExited || (Directory.Exists(_folder["out/claims"]) && Directory.GetFiles(_folder["out/claims"]).Length > 0)
        );
        Assert.False(run.HasExited);
        var copies = Copies();
        using var other = Start(isLocking: false, "components", "l0");
        Assert.Equal(0, Sparse.Finish(other).ExitCode);
        using var status = Start(isLocking: false, "status", _folder["out"]);
        Assert.Contains("2 running, 2 not started", Sparse.Finish(status).Out, StringComparison.Ordinal);
        Assert.NotEmpty(copies);
        Assert.Equal(copies, Copies());

        run.Kill();
        run.WaitForExit();
        using var next = Start(isLocking: false, "components", "l0");
        Assert.Equal(0, Sparse.Finish(next).ExitCode);
        Assert.Empty(Copies()); // Its owner has ended.
    }

    public void Dispose() => _folder.Dispose();

    private string[] Copies() =>
        [.. Directory.GetFiles(_folder["tmp"], "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private Process Start(bool isLocking, params string[] arguments)
    {
        var start = new ProcessStartInfo(Shell.Command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = _folder["tmp"];
        start.Environment[Switch] = isLocking ? "0" : "1";
        return Process.Start(start)!;
    }
}
