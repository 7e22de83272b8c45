using System.Diagnostics;

namespace SparsePlugins.EndToEnd.Tests;

/// <summary>A real SLURM with four nodes on this machine's loopback, by tests/fixtures/slurm/slurm-local.sh, while tests need it.</summary>
public sealed class SlurmCluster : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SlurmCluster()
    {
        Call("start");
        Environment.SetEnvironmentVariable("SLURM_CONF", _folder["etc/slurm.conf"]); // For the command and for its jobs.
    }

    /// <summary>Ends a node as a crash does: its daemon and its jobs are killed.</summary>
    public void KillNode(int node) => Call("kill-node", $"{node}");

    /// <summary>Repairs it.</summary>
    public void StartNode(int node) => Call("start-node", $"{node}");

    /// <summary>Ends the scheduler as a crash does; jobs run on. What it knows is saved before: SLURM does that every five seconds at most.</summary>
    /// <param name="job">A job that runs; without its state the scheduler would start it twice.</param>
    public void KillController(string job)
    {
        var now = DateTime.UtcNow;
        Tool("scontrol", "update", $"jobid={job}", "comment=saved"); // So that there is something to save.
        Patience.Await(() => File.GetLastWriteTimeUtc(_folder["state/job_state"]) > now);
        Call("kill-controller");
    }

    /// <summary>Starts it again, and comes back when it answers.</summary>
    public void StartController() => Call("start-controller");

    /// <summary>Sends a signal to the workers of a folder, without the scheduler.</summary>
    public static void SignalWorkers(string folder, string signal)
    {
        var workers = Directory.GetDirectories("/proc").Where(process => IsWorker(process, folder)).Select(Path.GetFileName).ToArray();
        Assert.NotEmpty(workers);
        foreach (var worker in workers)
        {
            Tool("kill", $"-{signal}", worker!);
        }
    }

    /// <summary>Jobs that are queued or run, one task each.</summary>
    public static string[] Queue() =>
        Tool("squeue", "--noheader", "--array", "--format=%F_%K %T %R").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Waits until no job is left.</summary>
    public static void AwaitEmptyQueue() => Patience.Await(() => Queue().Length == 0, () => string.Join("; ", Queue()));

    /// <summary>Runs a program of SLURM.</summary>
    public static string Tool(string name, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var answer = Sparse.Finish(process);
        Assert.True(answer.ExitCode == 0, answer.Error);
        return answer.Out;
    }

    public void Dispose()
    {
        Call("stop");
        Environment.SetEnvironmentVariable("SLURM_CONF", null);
        _folder.Dispose();
    }

    private static bool IsWorker(string process, string folder)
    {
        try
        {
            var words = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
            return words[0].EndsWith("sparse", StringComparison.Ordinal) && words.Contains("--worker") && words.Contains(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // It has ended, or is none.
        }
    }

    /// <summary>Its output goes to a file: daemons would keep a pipe open.</summary>
    private void Call(params string[] arguments)
    {
        var script = Path.Combine(Repository.Root, "tests", "fixtures", "slurm", "slurm-local.sh");
        var command =
            $"SLURM_LOCAL_DIR='{_folder.Path}' bash '{script}' {string.Join(' ', arguments)} >> '{_folder.Path}.log' 2>&1 < /dev/null";
        using var process = Process.Start("bash", ["-c", command]);
        Assert.True(process.WaitForExit(Patience.Longest), "slurm-local.sh did not end");
        Assert.True(process.ExitCode == 0, File.ReadAllText($"{_folder.Path}.log"));
        File.Delete($"{_folder.Path}.log");
    }
}
