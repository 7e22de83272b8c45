using System.Diagnostics;
using SparsePlugins.Tests;

namespace SparsePlugins.Cli.Tests;

/// <summary>Whatever would end the process, and is no crash, is a request to stop: a checkpoint, and exit code 75.</summary>
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
        Array.ForEach(signals, signal => Send(signal, process));

        AssertStopped(process);
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("USR2")]
    public void So_do_the_children_of_isolate(string signal)
    {
        using var process = Start("--isolate");
        AwaitTraining();
        Send(signal, process);

        AssertStopped(process);
    }

    [Fact]
    public void A_child_that_alone_is_asked_to_stop_stops_the_command()
    {
        using var process = Start("--isolate");
        AwaitTraining();
        using (var find = Process.Start(new ProcessStartInfo("pkill", ["-XCPU", "-P", $"{process.Id}"])))
        {
            find!.WaitForExit();
        }

        AssertStopped(process);
    }

    [Fact]
    public void One_that_is_ignored_stays_ignored()
    {
        using var process = StartThrough("trap '' HUP USR2; exec \"$0\" \"$@\"");
        AwaitTraining();
        Send("HUP", process);
        Send("USR2", process);
        var checkpoint = NewestCheckpoint();
        Await(() => NewestCheckpoint() > checkpoint || process.HasExited); // It trains on.
        Assert.False(process.HasExited);
        Send("TERM", process);

        AssertStopped(process);
    }

    [Fact]
    public void A_second_request_of_a_person_ends_it_at_once()
    {
        Repository.CopyFixturePlugin(Directory.CreateDirectory(_folder["plugins"]).FullName, "Fixture.Faults");
        using var process = Start(
            "--plugins",
            _folder["plugins"],
            "--set",
            "initializers=[{ use: faulty, with: { fault: hang } }]",
            "--set",
            "baseline=faulty"
        );
        Await(() => Directory.Exists(_folder["out/claims"]) && Directory.GetFiles(_folder["out/claims"]).Length > 0);
        var signals = 0;
        Await(() =>
        {
            Send("TERM", process);
            signals++;
            return process.WaitForExit(1500); // What follows within a second is the same request.
        });

        Assert.True(signals > 1);
        Assert.Equal(128 + 15, Sparse.Finish(process).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private static void Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    private void AssertStopped(Process process)
    {
        var answer = Sparse.Finish(process);

        Assert.True(answer.ExitCode == Resumable, $"{answer.ExitCode}: {answer.Error}");
        Assert.Contains("stopped: 0 of 3 runs are finished, and those under way have checkpoints", answer.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(_folder["out/checkpoints"], "*.ckpt"));
        Assert.Empty(Directory.GetFiles(_folder["out"], "*.tmp", SearchOption.AllDirectories));
    }

    private Process Start(params string[] more) => StartThrough("exec \"$0\" \"$@\"", more);

    private Process StartThrough(string script, params string[] more)
    {
        var manifest = _folder.Write("tiny.yaml", TinyManifest.Text("[orthogonal]", steps: "100000000"));
        return Process.Start(
            new ProcessStartInfo(
                "/bin/sh",
                [
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

    private void AwaitTraining() => Await(() => NewestCheckpoint() != default);

    private DateTime NewestCheckpoint()
    {
        var folder = new DirectoryInfo(_folder["out/checkpoints"]);
        return folder.Exists ? folder.EnumerateFiles("*.ckpt").Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max() : default;
    }

    private static void Await(Func<bool> done)
    {
        var clock = Stopwatch.StartNew();
        while (!done())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5), "not after five minutes");
            Thread.Sleep(20);
        }
    }
}
