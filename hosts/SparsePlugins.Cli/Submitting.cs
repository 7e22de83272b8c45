using System.Globalization;
using SparsePlugins.Cli.Commands;
using SparsePlugins.Hosting;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Hosting.Slurm;
using SparsePlugins.Specs;
using SparsePlugins.Storage;

namespace SparsePlugins.Cli;

/// <summary>The work of <c>sparse submit</c>.</summary>
/// <param name="settings">What to run.</param>
/// <param name="cluster">What workers ask of the cluster.</param>
/// <param name="tasks">Workers; <see langword="null"/> for one per cohort.</param>
/// <param name="atOnce">How many of them may run at once; <see langword="null"/> for all.</param>
internal sealed class Submitting(RunSettings settings, ClusterSettings cluster, int? tasks, int? atOnce)
{
    private const int MostTasks = 32;

    /// <summary>Checks the manifest, and submits it or prints the script.</summary>
    public int Execute(bool dryRun)
    {
        using var experiment = CommonOptions.Open(settings);
        if (experiment.Plan is not { } plan)
        {
            return ExitCode.Invalid;
        }

        var job = Job(experiment, plan);
        if (dryRun)
        {
            StandardOutput.Writer.WriteLine(JobScript.Worker(job));
            return ExitCode.Ok;
        }

        new RunStore(job.Folder).RequireFor(experiment.Tuning?.Comparison.Name ?? plan.Name); // Before many workers find out.
        var submitted = SlurmQueue.Submit(job);
        StandardOutput.Writer.WriteLine(
            $"{plan.Name}: job {submitted.Workers} with {job.Tasks} {(job.Tasks == 1 ? "worker" : "workers")}, then job {submitted.Report} for the report"
        );
        StandardOutput.Writer.WriteLine($"state   sparse status {job.Folder}");
        StandardOutput.Writer.WriteLine($"cancel  sparse cancel {job.Folder}");
        return ExitCode.Ok;
    }

    private WorkerJob Job(Experiment experiment, Plan plan)
    {
        var folder = Path.GetFullPath(settings.Folder ?? Path.Combine("runs", experiment.Tuning?.Comparison.Name ?? plan.Name));
        var host = HostCommand.OfThisProcess;
        string[] sparse = [host.Program, .. host.Arguments];
        return new WorkerJob(
            plan.Name,
            folder,
            [.. sparse, .. Worker(folder)],
            [.. Reports(experiment.Tuning?.Comparison ?? plan).Select(words => (string[])[.. sparse, words[0], folder, .. words[1..]])],
            tasks ?? Math.Min(MostTasks, plan.Cohorts.Count),
            atOnce,
            cluster
        );
    }

    /// <summary>The commands that write the reports when all workers have ended; the folder comes second.</summary>
    private static string[][] Reports(Plan plan) =>
        [
            ["report"],
            ["report", "--format", "html"],
            .. plan.Agreement is null
                ? (string[][])[]
                :
                [
                    ["agree", "--seeds"],
                ], // It writes them again, and refuses where no two seeds have weights.
        ];

    private IEnumerable<string> Worker(string folder) =>
        [
            "run",
            Path.GetFullPath(settings.Manifest),
            "--out",
            folder,
            "--worker",
            .. settings.Overrides.SelectMany(value => new[] { "--set", value }),
            .. settings.PluginPaths.SelectMany(path => new[] { "--plugins", Path.GetFullPath(path) }),
            .. settings.Device is { } device ? ["--device", device] : Array.Empty<string>(),
            .. cluster.Gpus == 0 ? ["--jobs", cluster.Cpus.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        ];
}
