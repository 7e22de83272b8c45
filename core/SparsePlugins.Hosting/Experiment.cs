using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Execution.Dictionaries;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Watching;
using SparsePlugins.Plugins;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Storage;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Hosting;

/// <summary>
/// The pipeline from a manifest to a report: <see cref="Open(RunSettings, IRunObserver, CancellationToken)"/> loads plugins and plans,
/// <see cref="Run(IRunObserver, CancellationToken)"/> trains what has no record yet and writes the report. The command line, the watcher and child
/// processes are callers of it.
/// </summary>
public sealed class Experiment : IDisposable
{
    /// <param name="settings">How it is run.</param>
    /// <param name="text">The manifest as it was read.</param>
    /// <param name="plugins">The plugins that it was planned with; it frees them.</param>
    /// <param name="manifest">The plan, or what is wrong.</param>
    /// <param name="folder">Where records are, if somebody else chose that; empty for the folder of the settings or of the plan.</param>
    internal Experiment(RunSettings settings, ManifestText text, PluginSet plugins, LoadedManifest manifest, string folder = "")
    {
        (Settings, Text, Plugins, Manifest) = (settings, text, plugins, manifest);
        Store =
            folder.Length > 0 ? new RunStore(folder)
            : Tuning is null ? new RunStore(FolderOf(Plan))
            : new RunStore(FolderOf(Tuning.Comparison)).Trials;
    }

    /// <summary>How it is run.</summary>
    public RunSettings Settings { get; }

    /// <summary>The manifest as it was read.</summary>
    public ManifestText Text { get; }

    /// <summary>The plugins that it was planned with, held until it is disposed.</summary>
    public PluginSet Plugins { get; }

    /// <summary>The manifest after every check that needs no training: the plan, or what is wrong.</summary>
    public LoadedManifest Manifest { get; }

    /// <summary>The plan, of the trials where settings are chosen first; <see langword="null"/> if the manifest has problems.</summary>
    public Plan? Plan => Manifest.Result.Plan;

    /// <summary>How settings are chosen first; <see langword="null"/> if nothing is tuned, and for the comparison that follows.</summary>
    public Tuning? Tuning => Manifest.Result.Tuning;

    /// <summary>The folder for records; of no use without a plan.</summary>
    public RunStore Store { get; }

    /// <summary>Loads the plugins that a manifest needs, and plans it. Trains and writes nothing.</summary>
    /// <param name="settings">The manifest, and how to run it.</param>
    /// <param name="observer">Receives warnings, and the problems of a manifest that can't be planned.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <exception cref="PluginLockException">A plugin is not what the manifest's lock file lists.</exception>
    /// <exception cref="ChildRefusedException">With isolation: loading the plugins ended a child process.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while data was read.</exception>
    public static Experiment Open(RunSettings settings, IRunObserver observer, CancellationToken stop) =>
        ExperimentOpening.Open(settings, observer, stop);

    /// <summary>Plans a manifest with plugins that are loaded already.</summary>
    /// <param name="settings">The manifest, and how to run it.</param>
    /// <param name="text">The manifest as it was read.</param>
    /// <param name="plugins">The plugins, which the experiment holds on its own.</param>
    /// <param name="observer">Receives warnings, and the problems of a manifest that can't be planned.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <exception cref="PluginLockException">The manifest needs a plugin that its lock file doesn't list.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while data was read.</exception>
    public static Experiment Open(
        RunSettings settings,
        ManifestText text,
        PluginSet plugins,
        IRunObserver observer,
        CancellationToken stop
    ) => ExperimentOpening.Open(settings, text, plugins, observer, stop);

    /// <summary>Trains what has no record yet, as the settings say, and writes the report.</summary>
    /// <param name="observer">Receives what happens.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <returns>What is in the folder now, stopped or not.</returns>
    public RunOutcome Run(IRunObserver observer, CancellationToken stop) => Run(Launcher, observer, stop);

    /// <summary>Has a launcher train what has no record yet, and writes the report.</summary>
    /// <param name="launcher">Trains.</param>
    /// <param name="observer">Receives what happens.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <returns>What is in the folder now, stopped or not.</returns>
    /// <exception cref="ArgumentException">The folder is a file.</exception>
    /// <exception cref="RunFolderException">The folder holds another experiment.</exception>
    /// <exception cref="IOException">The disk is full, or the folder can't be written; runs that had ended have their records.</exception>
    public RunOutcome Run(ILauncher launcher, IRunObserver observer, CancellationToken stop)
    {
        if (Tuning is { } tuning)
        {
            return new TuningStage(this, tuning).Run(launcher, observer, stop);
        }

        var (outcome, _) = Train(launcher, CreateContext(observer, stop), observer);
        return outcome;
    }

    /// <summary>Trains what has no record yet of its own plan.</summary>
    /// <param name="launcher">Trains.</param>
    /// <param name="context">What runs work with.</param>
    /// <param name="observer">Receives what happens.</param>
    /// <param name="tuning">How the settings were chosen; <see langword="null"/> where nothing was tuned.</param>
    /// <returns>What is in the folder now, and the plan with its ids.</returns>
    internal (RunOutcome Outcome, PreparedPlan Prepared) Train(
        ILauncher launcher,
        RunContext context,
        IRunObserver observer,
        TuningRecord? tuning = null
    )
    {
        Store.RequireFor(RequiredPlan.Name);
        var prepared = Prepare(context);
        prepared.RenewSpecs(Store);
        var record = tuning is null ? prepared.Experiment : prepared.Experiment.Tuned(tuning);
        Store.Write(record);
        return (Train(prepared, record, launcher, context, observer), prepared);
    }

    /// <summary>Frees the plugins.</summary>
    public void Dispose() => Plugins.Dispose();

    /// <summary>How runs are trained, by the settings.</summary>
    public ILauncher Launcher =>
        Settings.Isolation is { } limits ? new ChildProcessLauncher(HostCommand.OfThisProcess, limits) : new InProcessLauncher();

    private string FolderOf(Plan? plan) => Settings.Folder ?? Path.Combine("runs", plan?.Name ?? "");

    private Plan RequiredPlan =>
        Plan ?? throw new InvalidOperationException($"{Text.Path} has problems and can't be run: {Manifest.Result.Problems[0]}");

    /// <summary>Chooses the device and hashes the data files.</summary>
    /// <param name="observer">Receives the progress of reading.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public RunContext CreateContext(IRunObserver observer, CancellationToken stop)
    {
        var plan = RequiredPlan;
        var device = Devices.Choose(Devices.Parse(Settings.Device ?? plan.Device.ToString().ToLowerInvariant()));
        Manifest.Files.Hash(plan, new DataReading(observer), stop);
        var environment = Settings.Environment ?? MachineEnvironment.Describe(device);
        return new RunContext(Plugins, Manifest.Files, device.Device, environment, stop) { Surveys = Manifest.Surveys };
    }

    /// <summary>Computes the ids of all runs, and finds those that have no record yet.</summary>
    /// <param name="context">What runs work with.</param>
    public PreparedPlan Prepare(RunContext context) => PreparedPlan.Create(RequiredPlan, Manifest.Text, context, Store, Settings.Fresh);

    /// <summary>Trains runs of a folder whose experiment is written, and writes its report.</summary>
    /// <param name="runs">What to train.</param>
    /// <param name="record">What the folder holds, and the report is about.</param>
    /// <param name="launcher">Trains.</param>
    /// <param name="context">What runs work with.</param>
    /// <param name="observer">Receives what happens.</param>
    /// <param name="isWatched">Whether the report looks for a newer one by itself.</param>
    internal RunOutcome Train(
        PreparedPlan runs,
        ExperimentRecord record,
        ILauncher launcher,
        RunContext context,
        IRunObserver observer,
        bool isWatched = false
    )
    {
        using var log = new EventLog(Store.Folder, () => DateTimeOffset.UtcNow);
        var observers = new Observers(observer, log);
        observers.Observe(
            new ExperimentStarted(
                record.Name,
                Store.Folder,
                context.Environment.Device,
                record.Runs.Count,
                runs.PendingRuns,
                record.ComparesArchitectures
            )
        );
        if (!isWatched && runs.PendingRuns > 0) // A watched folder keeps what builds before it made.
        {
            NoteOthers(record, observers);
        }

        var isStopped = false;
        try
        {
            using var live = Settings.RenewsReport && runs.PendingRuns > 0 ? new LiveReporting(Store) : null;
            launcher.Launch(this, runs, context, observers);
            new DictionaryMeasurer(context, Store, observers).Measure(runs.Dictionaries);
            if (Plan?.Agreement is not null && !Settings.IsWorker)
            {
                new AgreementStage(Store, observers, context.Cancellation).Compare(record);
            }
        }
        catch (OperationCanceledException)
        {
            isStopped = true;
        }
        finally
        {
            if (!Settings.IsWorker)
            {
                WriteReport(record, isWatched);
            }
        }

        var outcome = new RunOutcome(
            record,
            Store.Folder,
            Store.ReadRecords(record),
            runs.PendingRuns,
            isStopped || context.Cancellation.IsCancellationRequested
        );
        observers.Observe(new ExperimentEnded(outcome.Total, outcome.Finished, outcome.Failed, outcome.IsStopped));
        return outcome;
    }

    /// <summary>Says that the folder holds more than the report will show, as after a change of the manifest.</summary>
    private void NoteOthers(ExperimentRecord record, IRunObserver observer)
    {
        var others = Store.RecordIds().Except(record.Runs.Select(run => run.Id)).Count();
        if (others > 0)
        {
            observer.Observe(
                new Noted($"{Store.Folder} also holds {others} runs of other settings or builds: they are kept, and not in this report")
            );
        }
    }

    /// <summary>Writes the report about the records that are there, unless it is the one that lies there already; none without any.</summary>
    internal void WriteReport(ExperimentRecord record, bool isWatched)
    {
        var memory = ReportMemory.OfUser();
        var inputs = ReportMemory.Inputs(Store, record, isWatched);
        if (!memory.IsWritten(Store, inputs) && Store.ReadRecords(record) is { Count: > 0 } records)
        {
            ReportStages.Write(Store, record, records, isWatched);
            memory.Keep(Store, inputs);
        }
    }
}
