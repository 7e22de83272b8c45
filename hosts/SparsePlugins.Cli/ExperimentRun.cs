using Serilog;
using Serilog.Formatting.Compact;
using SparsePlugins.Cli.Progress;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;
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
internal sealed record ExperimentRun(
    string Path,
    string? Folder,
    string[] Overrides,
    string[] PluginFolders,
    int? Jobs,
    string? Device,
    bool Fresh,
    bool Json
)
{
    public int Execute()
    {
        using var plugins = Manifest.LoadPlugins(Path, Overrides, PluginFolders);
        var manifest = Manifest.Load(plugins, Path, Overrides);
        if (manifest.Result.Plan is not { } plan)
        {
            return Refuse(manifest);
        }

        var store = new RunStore(Folder ?? System.IO.Path.Combine("runs", plan.Name));
        RequireOwnFolder(store, plan);
        using var signals = new StopSignals();
        var device = Devices.Choose(Devices.Parse(Device ?? plan.Device.ToString().ToLowerInvariant()));
        var workshop = new Workshop(plugins, manifest.Files, device.Device, Environments.Describe(device), signals.Token);
        return Execute(plan, manifest, store, workshop, signals);
    }

    private int Execute(Plan plan, LoadedManifest manifest, RunStore store, Workshop workshop, StopSignals signals)
    {
        using var log = new LoggerConfiguration()
            .WriteTo.File(new CompactJsonFormatter(), System.IO.Path.Combine(store.Folder, "log.jsonl"))
            .CreateLogger();
        log.Information("Running {Manifest} with {@Environment}", Path, workshop.Environment);
        var prepared = Executor.Prepare(plan, manifest.Text, workshop, store, Fresh);
        store.Write(prepared.Experiment);
        var progress = new ConsoleProgress(prepared.PendingRuns, log);
        Console.Error.WriteLine(Opening(prepared, store, workshop));
        try
        {
            new Executor(workshop, store, progress).Execute(prepared, Jobs ?? DefaultJobs(workshop));
        }
        catch (OperationCanceledException)
        {
            log.Warning("Stopped by a signal");
        }
        finally
        {
            progress.Close();
            WriteReport(store, prepared.Experiment);
        }

        return Conclude(prepared, store, progress.FailedRuns, signals);
    }

    private int Conclude(PreparedPlan prepared, RunStore store, int failed, StopSignals signals)
    {
        var total = prepared.Experiment.Runs.Count;
        var finished = prepared.Experiment.Runs.Count(run => store.IsFinished(run.Id));
        var report = System.IO.Path.Combine(store.Folder, "report.md");
        if (Json)
        {
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
        else
        {
            Console.Out.WriteLine(report);
        }

        if (signals.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine($"stopped: {finished} of {total} runs are finished and kept; the same command goes on with the rest");
            return signals.ExitCode;
        }

        return failed > 0 ? ExitCode.Failed : ExitCode.Ok;
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

    private static void RequireOwnFolder(RunStore store, Plan plan)
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

    private static int DefaultJobs(Workshop workshop) => workshop.Device.type == TorchSharp.DeviceType.CPU ? Environment.ProcessorCount : 1;

    private static void WriteReport(RunStore store, Experiment experiment)
    {
        var records = store.ReadRecords(experiment);
        if (records.Count > 0)
        {
            store.Write(Report.Render(experiment, records));
            store.Write(Report.Html(experiment, records));
        }
    }
}
