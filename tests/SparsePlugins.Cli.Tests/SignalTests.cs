using System.Diagnostics;

namespace SparsePlugins.Cli.Tests;

/// <summary>Whatever would end the process, and is no crash, is a request to stop: a checkpoint, and exit code 75.</summary>
[Trait("Category", "Long")]
public sealed class SignalTests : IDisposable
{
    private const int Resumable = 75;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("HUP")]
    [InlineData("HUP", "HUP")]
    [InlineData("TERM", "TERM")] // As 'timeout' does: to the command, and to its group.
    [InlineData("USR2")]
    [InlineData("XCPU")]
    [InlineData("QUIT")]
    [InlineData("ALRM")]
    [InlineData("40")] // A real-time signal.
    public void It_leaves_checkpoints(params string[] signals)
    {
        using var process = Start();
        AwaitTraining();
        Array.ForEach(signals, signal => Send(signal, process.Id));

        AssertStopped(process);
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("USR2")]
    public void So_do_the_children_of_isolate(string signal)
    {
        using var process = Start("--isolate");
        AwaitTraining();
        Send(signal, process.Id);

        AssertStopped(process);
    }

    [Fact]
    public void A_child_that_alone_is_asked_to_stop_stops_the_command()
    {
        using var process = Start("--isolate");
        AwaitTraining();
        Send("XCPU", ChildOf(process));

        AssertStopped(process);
    }

    [Fact]
    public void One_that_is_ignored_stays_ignored()
    {
        using var process = StartThrough("trap '' HUP USR2; exec \"$0\" \"$@\"");
        AwaitTraining();
        Send("HUP", process.Id);
        Send("USR2", process.Id);
        var checkpoint = NewestCheckpoint();
        Patience.Await(() => NewestCheckpoint() > checkpoint || process.HasExited); // It trains on.
        Assert.False(process.HasExited);
        Send("TERM", process.Id);

        AssertStopped(process);
    }

    [Fact]
    public void A_second_request_of_a_person_ends_it_at_once()
    {
        using var process = Start("--isolate");
        AwaitTraining();
        var child = ChildOf(process);
        Send("STOP", child); // It can't write a checkpoint, and the command waits for it.
        var signals = 0;
        Patience.Await(() =>
        {
            Send("TERM", process.Id);
            signals++;
            return process.WaitForExit(1500); // What follows within a second is the same request.
        });
        Send("KILL", child);

        Assert.True(signals > 1);
        Assert.Equal(128 + 15, process.ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private static void Send(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }

    private static int ChildOf(Process process)
    {
        using var find = Process.Start(new ProcessStartInfo("pgrep", ["-P", $"{process.Id}"]) { RedirectStandardOutput = true })!;
        return int.Parse(find.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private void AssertStopped(Process process)
    {
        var answer = Sparse.Finish(process);

        Assert.True(answer.ExitCode == Resumable, $"{answer.ExitCode}: {answer.Error}");
        Assert.Contains("interrupted: 0 of 3 runs finished, and those under way have checkpoints", answer.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(_folder["out/checkpoints"], "*.ckpt"));
        Assert.Empty(Directory.GetFiles(_folder["out"], "*.tmp", SearchOption.AllDirectories));
    }

    private Process Start(params string[] more) => StartThrough("exec \"$0\" \"$@\"", more);

    private Process StartThrough(string script, params string[] more)
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny with { Initializers = "[orthogonal]", Steps = "100000000" });
        return Process.Start(
            new ProcessStartInfo(
                "env", // Under 'nohup' the tests ignore HUP, and their children would.
                [
                    "--default-signal",
                    "/bin/sh",
                    "-c",
                    script,
                    Path.Combine(Repository.Host, "sparse"),
                    "run",
                    manifest,
                    "--out",
                    _folder["out"],
                    "--jobs",
                    "1",
                    "--checkpoint-every",
                    "0.2",
                    .. more,
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private void AwaitTraining() => Patience.Await(() => NewestCheckpoint() != default);

    private DateTime NewestCheckpoint()
    {
        var folder = new DirectoryInfo(_folder["out/checkpoints"]);
        return folder.Exists ? folder.EnumerateFiles("*.ckpt").Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max() : default;
    }
}
