using SparsePlugins.Cli.Progress;
using SparsePlugins.Cli.Signals;
using SparsePlugins.Cli.Streams;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Isolation;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;
using SparsePlugins.Records;
using SparsePlugins.Reporting;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Cli;

/// <summary>The main job: a manifest to records to a report.</summary>
/// <param name="Path">The manifest.</param>
/// <param name="Folder">Where to write, or null for <c>runs/NAME</c>.</param>
/// <param name="Overrides"><c>path=value</c>.</param>
/// <param name="PluginFolders">Beside those that ship.</param>
/// <param name="Jobs">Cohorts at once, or null for the default.</param>
/// <param name="Device">Overrides the manifest's.</param>
/// <param name="Fresh">Runs again what is finished.</param>
/// <param name="Json">Prints the outcome as JSON.</param>
/// <param name="CheckpointEvery">Between two checkpoints of a run, at least.</param>
/// <param name="KeepsWeights">Whether trained weights are written, too.</param>
/// <param name="CallLimit">How long one call of a component may last.</param>
/// <param name="Isolation">What a child process of a cohort may take, or null: then cohorts run in this process.</param>
internal sealed record ExperimentRun(
    string Path,
    string? Folder,
    string[] Overrides,
    string[] PluginFolders,
    int? Jobs,
    string? Device,
    bool Fresh,
    bool Json,
    TimeSpan CheckpointEvery,
    bool KeepsWeights,
    TimeSpan CallLimit,
    IsolationLimits? Isolation
)
{
    public int Execute()
    {
        using var signals = new StopSignals(); // First, so that a signal is heeded until the very end.
        try
        {
            return Execute(signals);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("stopped while data was read, before anything was trained; the same command starts again");
            return ExitCode.Resumable;
        }
    }

    private int Execute(StopSignals signals)
    {
        Probe(signals.Token);
        using var plugins = Manifest.LoadPlugins(Path, Overrides, PluginFolders);
        var manifest = Manifest.Load(plugins, Path, Overrides, signals.Token);
        if (manifest.Result.Plan is not { } plan)
        {
            return Refuse(manifest);
        }

        var store = new RunStore(Folder ?? System.IO.Path.Combine("runs", plan.Name));
        RequireOwnFolder(store, plan);
        var device = Devices.Choose(Devices.Parse(Device ?? plan.Device.ToString().ToLowerInvariant()));
        var workshop = new Workshop(plugins, manifest.Files, device.Device, Environments.Describe(device), signals.Token)
        {
            Surveys = manifest.Surveys,
        };
        Hash(plan, workshop);
        return Execute(plan, manifest, store, workshop, signals);
    }

    private static void Hash(Plan plan, Workshop workshop)
    {
        using var progress = new DataProgress();
        workshop.Files.Hash(plan, progress, workshop.Cancellation);
    }

    private int Execute(Plan plan, LoadedManifest manifest, RunStore store, Workshop workshop, StopSignals signals)
    {
        using var runLog = new RunLog(store);
        var log = runLog.Logger;
        var isStopped = false;
        log.Information("Running {Manifest} with {@Environment}", Path, workshop.Environment);
        var prepared = PreparedPlan.Of(plan, manifest.Text, workshop, store, Fresh);
        store.Write(prepared.Experiment);
        var progress = new ConsoleProgress(prepared.PendingRuns, log, prepared.Experiment.ComparesArchitectures);
        Console.Error.WriteLine(Opening(prepared, store, workshop));
        try
        {
            Train(prepared, manifest, store, workshop, progress);
        }
        catch (OperationCanceledException)
        {
            isStopped = true;
            log.Warning("Stopped by a signal");
        }
        finally
        {
            progress.Close();
            WriteReport(store, prepared.Experiment);
        }

        return Conclude(prepared, store, isStopped || signals.Token.IsCancellationRequested);
    }

    private void Train(PreparedPlan prepared, LoadedManifest manifest, RunStore store, Workshop workshop, ConsoleProgress progress)
    {
        var options = Options(workshop);
        if (Isolation is { } limits)
        {
            var request = Request(manifest.Text, store.Folder) with
            {
                Surveys = new(manifest.Surveys.ByLabel),
                Inputs = manifest.Files.Planned,
            };
            new IsolatedExecutor(HostCommand.OfThisProcess, request, limits, progress, workshop.Cancellation).Execute(
                prepared,
                store,
                options.Jobs
            );
        }
        else
        {
            new Executor(workshop, store, progress, options).Execute(prepared);
        }
    }

    /// <summary>Plugins' code runs when they are loaded and when a manifest is checked: with --isolate first in a child, which may die of it.</summary>
    private void Probe(CancellationToken stopping)
    {
        if (Isolation is not { } limits || !File.Exists(Path) || new FileInfo(Path).Length == 0)
        {
            return; // A pipe can be read only once.
        }

        var request = Request(File.ReadAllText(Path), Folder ?? "");
        if (IsolatedExecutor.Probe(HostCommand.OfThisProcess, request, limits, stopping) is { } death)
        {
            throw new UserException(ExitCode.Invalid, $"{Path}: {death}");
        }
    }

    private WorkRequest Request(string text, string folder) =>
        new(Path, text, Overrides, PluginFolders, folder, Device, CheckpointEvery, KeepsWeights, Board: "", Runs: []);

    private ExecutionOptions Options(Workshop workshop) =>
        new()
        {
            Jobs = Jobs ?? DefaultJobs(workshop),
            CheckpointEvery = CheckpointEvery,
            KeepsWeights = KeepsWeights,
            CallLimit = CallLimit,
        };

    private int Conclude(PreparedPlan prepared, RunStore store, bool isStopped)
    {
        var total = prepared.Experiment.Runs.Count;
        var records = prepared.Experiment.Runs.Select(run => store.TryRead(run.Id)).OfType<RunRecord>().ToArray();
        var failed = records.Count(record => record.Outcome.IsFailed);
        var finished = prepared.Experiment.Runs.Count(run => store.IsFinished(run.Id));
        try
        {
            Print(prepared, store, finished, failed);
        }
        catch (OutputException error) when (isStopped || !Json)
        {
            Console.Error.WriteLine((Json ? "error: " : "warning: ") + error.Message); // Whoever reads the exit code needs that one.
        }

        if (isStopped)
        {
            Console.Error.WriteLine(
                $"stopped: {finished} of {total} runs are finished, and those under way have checkpoints; the same command {(Fresh ? "without --fresh " : "")}goes on from there"
            );
            return ExitCode.Resumable;
        }

        if (failed > 0)
        {
            Console.Error.WriteLine(
                $"{failed} of {total} runs failed; {System.IO.Path.Combine(store.Folder, "log.jsonl")} has what is known of where"
            );
            return ExitCode.Failed;
        }

        return ConcludeUntrained(records.Count(record => record.IsUntrained), total);
    }

    /// <summary>A threshold that holds from the start is no result: where it does for every run, the manifest is at fault.</summary>
    private int ConcludeUntrained(int untrained, int total)
    {
        if (untrained == 0)
        {
            return ExitCode.Ok;
        }

        Console.Error.WriteLine(
            $"{(untrained == total ? "error" : "warning")}: {Path}: training.stop_when held before the first update in {untrained} of {total} runs, which trained nothing; "
                + "state a threshold that the initialization does not meet"
        );
        return untrained == total ? ExitCode.Invalid : ExitCode.Ok;
    }

    private void Print(PreparedPlan prepared, RunStore store, int finished, int failed)
    {
        var (total, report) = (prepared.Experiment.Runs.Count, System.IO.Path.Combine(store.Folder, "report.md"));
        if (!Json)
        {
            StandardOutput.Writer.WriteLine(report);
            return;
        }

        JsonOutput.Print(
            new
            {
                prepared.Experiment.Name,
                store.Folder,
                Report = report,
                Runs = total,
                Finished = finished,
                Failed = failed,
                Trained = prepared.PendingRuns - (total - finished),
            }
        );
    }

    private int Refuse(LoadedManifest manifest)
    {
        if (Json)
        {
            JsonOutput.Print(new { Valid = false, Problems = manifest.Result.Problems.Select(Manifest.Describe) });
        }

        return ExitCode.Invalid;
    }

    private static string Opening(PreparedPlan prepared, RunStore store, Workshop workshop)
    {
        var total = prepared.Experiment.Runs.Count;
        return prepared.PendingRuns == 0
            ? $"nothing left to do: all {total} runs are finished in {store.Folder} (--fresh runs them again)"
            : $"{prepared.Experiment.Name}: {prepared.PendingRuns} of {total} runs to train on {workshop.Environment.Device}, into {store.Folder}";
    }

    internal static void RequireOwnFolder(RunStore store, Plan plan)
    {
        if (File.Exists(store.Folder))
        {
            throw new UserException(ExitCode.Usage, $"--out: {store.Folder} is a file; give a folder");
        }

        if (store.ReadExperiment() is { } other && other.Name != plan.Name)
        {
            throw new UserException(
                ExitCode.Integrity,
                $"{store.Folder} holds the experiment '{other.Name}', not '{plan.Name}'; give another --out"
            );
        }
    }

    internal static int DefaultJobs(Workshop workshop) =>
        workshop.Device.type == TorchSharp.DeviceType.CPU ? Environment.ProcessorCount : 1;

    internal static void WriteReport(RunStore store, Experiment experiment, bool isWatched = false)
    {
        var records = store.ReadRecords(experiment);
        if (records.Count > 0)
        {
            var report = Report.Make(experiment, records);
            store.Write(report, ReportFormat.Markdown);
            store.Write(isWatched ? report.Watched() : report, ReportFormat.Html);
        }
    }
}
