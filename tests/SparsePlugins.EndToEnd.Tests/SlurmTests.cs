using System.Globalization;

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

    [SlurmFact]
    public void Workers_that_make_room_for_a_job_of_higher_priority_continue_after_it()
    {
        using var cluster = new SlurmCluster();
        using var sweep = new Sweep(Manifests.Slow);
        var folder = SubmitTo("preemptible", sweep, "preempted", [Waiting(300)], "--tasks", "2", "--cpus", "2");
        Patience.Await(() => Directory.Exists(Path.Combine(folder, "claims")));
        SlurmCluster.Tool("sbatch", "--partition=debug", "--nodes=4", "--exclusive", "--output=/dev/null", "--wrap=sleep 3");
        SlurmCluster.AwaitEmptyQueue();

        Assert.Contains("run the same command to resume", Logs(folder), StringComparison.Ordinal);
        Assert.Contains("Restarts=1", SlurmCluster.Tool("scontrol", "-o", "show", "job", Job(folder)), StringComparison.Ordinal);
        AssertEndedOnce(folder, sweep.Whole.Count);
        sweep.AssertEndsAsIfNothingHadHappened("preempted");
    }

    [SlurmFact]
    public void A_worker_that_nears_its_time_limit_checkpoints_and_continues_in_another_job()
    {
        using var cluster = new SlurmCluster();
        using var settings = new TemporaryFolder();
        using var sweep = new Sweep(Manifests.Slow);
        Directory.CreateDirectory(settings["sparse"]);
        settings.Write("sparse/cluster.yaml", "warning: 25\noptions: [--time=0:01:00]\n"); // The signal comes after 5 to 35 s; 'time' would refuse so short a limit.
        var folder = SubmitTo("debug", sweep, "limited", [("XDG_CONFIG_HOME", settings.Path), Waiting(150)], "--tasks", "1");
        SlurmCluster.AwaitEmptyQueue();

        Assert.Contains("run the same command to resume", Logs(folder), StringComparison.Ordinal);
        Assert.DoesNotContain("DUE TO TIME LIMIT", Logs(folder), StringComparison.Ordinal);
        Assert.DoesNotContain("Restarts=0", SlurmCluster.Tool("scontrol", "-o", "show", "job", Job(folder)), StringComparison.Ordinal);
        AssertEndedOnce(folder, sweep.Whole.Count);
        sweep.AssertEndsAsIfNothingHadHappened("limited");
    }

    [SlurmFact]
    public void While_the_scheduler_is_away_workers_continue_and_one_that_checkpoints_is_queued_again_later()
    {
        using var cluster = new SlurmCluster();
        using var sweep = new Sweep(Manifests.Slow);
        var folder = SubmitTo("debug", sweep, "away", [Waiting(100)], "--tasks", "1");
        Patience.Await(() => Directory.Exists(Path.Combine(folder, "claims")));
        cluster.KillController(Job(folder));
        SlurmCluster.SignalWorkers(folder, "USR1");
        Assert.Contains("queue: unknown", Sparse.Run("status", folder).Out, StringComparison.Ordinal);
        Patience.Await(() => Logs(folder).Contains("run the same command to resume", StringComparison.Ordinal));
        cluster.StartController();
        SlurmCluster.AwaitEmptyQueue();

        Assert.Contains("Restarts=1", SlurmCluster.Tool("scontrol", "-o", "show", "job", Job(folder)), StringComparison.Ordinal);
        AssertEndedOnce(folder, sweep.Whole.Count);
        sweep.AssertEndsAsIfNothingHadHappened("away");
    }

    private static string Submit(Sweep sweep, string name, params string[] options) => SubmitTo("debug", sweep, name, [], options);

    /// <summary>Milliseconds that workers wait at each evaluation.</summary>
    private static (string Name, string Value) Waiting(int milliseconds) =>
        (Manifests.Wait, milliseconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>With variables of the environment, which jobs inherit.</summary>
    private static string SubmitTo(
        string partition,
        Sweep sweep,
        string name,
        (string Name, string Value)[] variables,
        params string[] options
    )
    {
        Array.ForEach(variables, variable => Environment.SetEnvironmentVariable(variable.Name, variable.Value));
        try
        {
            return SubmitNow(partition, sweep, name, options);
        }
        finally
        {
            Array.ForEach(variables, variable => Environment.SetEnvironmentVariable(variable.Name, null));
        }
    }

    private static string SubmitNow(string partition, Sweep sweep, string name, string[] options)
    {
        var answer = Sparse.Run(["submit", sweep["sweep.yaml"], "--out", sweep[name], "--partition", partition, .. options]);
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
