namespace SparsePlugins.EndToEnd.Tests;

/// <summary><c>sparse submit</c> on a real SLURM: after crashes, warnings and cancellations each run is there once, with the bytes that one process gives.</summary>
[Trait("Category", "Long")]
public sealed class SlurmTests
{
    [SlurmFact]
    public void Two_submissions_of_one_folder_survive_a_node_that_crashes()
    {
        using var cluster = new SlurmCluster();
        using var sweep = new Sweep(Manifests.Long);
        var folder = Submit(sweep, "crash", "--tasks", "3");
        Submit(sweep, "crash", "--tasks", "2");
        Patience.Await(() => Directory.Exists(Path.Combine(folder, "claims")));
        cluster.KillNode(1);
        cluster.StartNode(1);
        SlurmCluster.AwaitEmptyQueue();

        Assert.True(File.Exists(Path.Combine(folder, "report.html")), Logs(folder));
        AssertEndedOnce(folder, sweep.Whole.Count);
        sweep.AssertEndsAsIfNothingHadHappened("crash");
    }

    [SlurmFact]
    public void A_worker_that_is_warned_checkpoints_and_is_queued_again()
    {
        using var cluster = new SlurmCluster();
        using var sweep = new Sweep(Manifests.Long.Replace("steps: 1200", "steps: 6000"));
        var folder = Submit(sweep, "warned", "--tasks", "1");
        Patience.Await(() => Ended(folder).Length > 0 || Directory.Exists(Path.Combine(folder, "runs")));
        SlurmCluster.Tool("scancel", "--batch", "--signal=USR1", Job(folder));
        SlurmCluster.AwaitEmptyQueue();

        Assert.Contains("run the same command to resume", Logs(folder), StringComparison.Ordinal);
        Assert.Contains("Restarts=1", SlurmCluster.Tool("scontrol", "-o", "show", "job", Job(folder)), StringComparison.Ordinal);
        AssertEndedOnce(folder, sweep.Whole.Count);
        sweep.AssertEndsAsIfNothingHadHappened("warned");
    }

    [SlurmFact]
    public void Jobs_that_are_cancelled_stay_so_and_a_later_submission_continues()
    {
        using var cluster = new SlurmCluster();
        using var sweep = new Sweep(Manifests.Long.Replace("steps: 1200", "steps: 6000"));
        var folder = Submit(sweep, "cancelled", "--tasks", "2");
        Patience.Await(() => Directory.Exists(Path.Combine(folder, "runs")));
        Assert.Contains("running", Sparse.Run("status", folder).Out, StringComparison.Ordinal);
        var cancelled = Sparse.Run("cancel", folder);
        Assert.Equal(0, cancelled.ExitCode);
        Assert.StartsWith("cancelled ", cancelled.Out, StringComparison.Ordinal);
        SlurmCluster.AwaitEmptyQueue();
        Assert.Contains("queue: empty", Sparse.Run("status", folder).Out, StringComparison.Ordinal);

        Submit(sweep, "cancelled", "--tasks", "4", "--array-limit", "2");
        SlurmCluster.AwaitEmptyQueue();
        AssertEndedOnce(folder, sweep.Whole.Count);
        sweep.AssertEndsAsIfNothingHadHappened("cancelled");
    }

    private static string Submit(Sweep sweep, string name, params string[] options)
    {
        var answer = Sparse.Run(["submit", sweep["sweep.yaml"], "--out", sweep[name], "--partition", "debug", .. options]);
        Assert.True(answer.ExitCode == 0, answer.Error);
        return sweep[name];
    }

    private static string Job(string folder)
    {
        var line = File.ReadLines(Path.Combine(folder, "slurm", "submissions.jsonl")).First();
        return System.Text.Json.Nodes.JsonNode.Parse(line)!["workers"]!.GetValue<string>();
    }

    private static string Logs(string folder) =>
        string.Join('\n', Directory.GetFiles(Path.Combine(folder, "slurm"), "*.log").Order().Select(File.ReadAllText));

    private static string[] Ended(string folder) =>
        File.Exists(Path.Combine(folder, "events.jsonl"))
            ?
            [
                .. File.ReadLines(Path.Combine(folder, "events.jsonl"))
                    .Where(line => line.Contains("\"run-ended\"", StringComparison.Ordinal)),
            ]
            : [];

    /// <summary>No run was trained twice.</summary>
    private static void AssertEndedOnce(string folder, int runs)
    {
        var ids = Ended(folder).Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!["id"]!.GetValue<string>()).ToArray();
        Assert.Equal(runs, ids.Length);
        Assert.Equal(runs, ids.Distinct().Count());
    }
}
