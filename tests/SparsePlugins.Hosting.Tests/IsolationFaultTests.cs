using System.Diagnostics;
using SparsePlugins.Execution;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Workers;

namespace SparsePlugins.Hosting.Tests;

/// <summary>What the parent of child processes does after one died: to its runs, to what it started, to what was left behind.</summary>
public sealed class IsolationFaultTests
{
    [Fact]
    public void A_run_that_another_process_works_on_is_not_failed_and_is_waited_for()
    {
        using var bench = new Bench();
        var cohort = CohortOf(bench);
        var asked = new List<string[]>();
        using var claim = bench.Store.Claims.TryClaim(cohort.Runs[0].Key.Id);
        new IsolatedCohort(cohort, bench.Store, bench).Run(
            (runs, _) =>
            {
                asked.Add(runs);
                return Died(isDone: asked.Count == 2, run: ""); // In the source, and so for all runs.
            }
        );

        Assert.Equal(cohort.Runs.Skip(1).Select(run => run.Key.Id), bench.Ended.Where(one => one.Outcome.IsFailed).Select(one => one.Id));
        Assert.Equal([cohort.Runs[0].Key.Id], asked[1]);
        Assert.False(File.Exists(bench.Store.RecordPath(cohort.Runs[0].Key.Id)));
    }

    [Fact]
    public void A_run_that_no_child_gets_to_is_left_to_who_has_it()
    {
        using var bench = new Bench();
        var cohort = CohortOf(bench);
        var mine = cohort.Runs[0].Key.Id;
        var asked = 0;
        using var claim = bench.Store.Claims.TryClaim(mine);
        new IsolatedCohort(cohort, bench.Store, bench).Run((_, _) => Died(isDone: ++asked == 2, run: mine));

        Assert.Empty(bench.Ended);
        Assert.Equal($"run {mine} is left to another process, which works on it", Assert.Single(bench.Warnings));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_child_has_ended_even_if_what_it_started_holds_its_output_open()
    {
        using var folder = new TemporaryFolder();
        var script =
            $"read line; sleep 100000 & echo $! > '{folder["sleeper"]}'; echo last words >&2; echo '{{\"event\":\"experiment-ended\"}}'";
        var end = Task.Run(() =>
        {
            using var process = new ChildProcess(new HostCommand("/bin/sh", ["-c", script]), Request(folder), folder.Path, _ => { });
            return process.Wait(new IsolationLimits(Patience.Longest, long.MaxValue), CancellationToken.None);
        });
        var hasEnded = await Task.WhenAny(end, Task.Delay(Patience.Longest)) == end;
        Process.Start("kill", [File.ReadAllText(folder["sleeper"]).Trim()]).WaitForExit();

        Assert.True(hasEnded, "the child's end was not noticed while what it had started was running");
        var ended = await end;
        Assert.Equal((true, 0, "last words"), (ended.IsDone, ended.ExitCode, ended.Errors));
    }

    private static PendingCohort CohortOf(Bench bench) =>
        bench.Prepare(new TinyManifest { Initializers = "[orthogonal, data-sample, xavier]" }).Pending[0];

    private static ChildEnd Died(bool isDone, string run) =>
        new(isDone, "its process was killed", 137, true, run, "source 's' (S 1.0)", "");

    private static ChildRequest Request(TemporaryFolder folder) =>
        new(new RunSettings(""), Text: "", folder.Path, folder["calls"], Runs: []);
}
