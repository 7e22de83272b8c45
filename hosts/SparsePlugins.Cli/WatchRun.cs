using System.ComponentModel;
using SparsePlugins.Cli.Progress;
using SparsePlugins.Cli.Signals;
using SparsePlugins.Cli.Streams;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Hosting.Watching;
using SparsePlugins.Planning;
using SparsePlugins.Records;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Cli;

/// <summary>A sweep that goes on as its manifest and plugins change.</summary>
/// <param name="Path">The manifest.</param>
/// <param name="Folder">Where to write, or null for <c>runs/NAME</c>.</param>
/// <param name="Overrides"><c>path=value</c>.</param>
/// <param name="PluginFolders">Beside those that ship.</param>
/// <param name="Jobs">Cohorts at once, or null for the default.</param>
/// <param name="Device">Overrides the manifest's.</param>
/// <param name="CallLimit">How long one call of a component may last.</param>
internal sealed record WatchRun(
    string Path,
    string? Folder,
    string[] Overrides,
    string[] PluginFolders,
    int? Jobs,
    string? Device,
    TimeSpan CallLimit
)
{
    public int Execute()
    {
        using var signals = new StopSignals();
        using var host = new SweepHost(this, signals.Token);
        try
        {
            var outcome = new WatchedSweep(Path, host, host.Store).Run(signals.Token);
            host.Close();
            return outcome is null ? ExitCode.Invalid : Conclude(outcome);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return ExitCode.Resumable; // Data was being read; nothing was trained meanwhile.
        }
    }

    private static int Conclude(SweepOutcome outcome)
    {
        if (outcome.Failed > 0)
        {
            Console.Error.WriteLine(
                $"stopped: {outcome.Failed} runs failed; the report says of what, and the same command tries them again"
            );
        }

        if (outcome.Left > 0)
        {
            Console.Error.WriteLine(
                $"stopped: {outcome.Left} runs are left, and those under way have checkpoints; the same command goes on from there"
            );
        }

        return outcome.Left > 0 ? ExitCode.Resumable
            : outcome.Failed > 0 ? ExitCode.Failed
            : ExitCode.Ok;
    }

    /// <summary>What the sweep needs of the command line: the console, the log, the report.</summary>
    private sealed class SweepHost(WatchRun run, CancellationToken stop) : ISweepHost, IDisposable
    {
        private RunStore? _store;
        private RunLog? _log;
        private ConsoleProgress? _progress;
        private bool _namesArchitectures;
        private LiveReport? _live;
        private string? _trouble;
        private Experiment? _latest;

        public RunStore Store(Plan plan)
        {
            _store = new RunStore(run.Folder ?? System.IO.Path.Combine("runs", plan.Name));
            ExperimentRun.RequireOwnFolder(_store, plan);
            _log = new RunLog(_store);
            _live = new LiveReport(_store);
            Tell($"watching {run.Path}: results go into {_store.Folder}");
            return _store;
        }

        public PluginLibrary Open() => Manifest.OpenPlugins(run.Path, run.Overrides, run.PluginFolders);

        public LoadedManifest Load(PluginSet plugins) => Manifest.Load(plugins, run.Path, run.Overrides, stop);

        public Workshop Equip(PluginSet plugins, LoadedManifest manifest, CancellationToken cancellation)
        {
            using var progress = new DataProgress();
            manifest.Files.Hash(manifest.Result.Plan!, progress, stop);
            _namesArchitectures = manifest.Result.Plan!.Cohorts[0].Runs[0].Architecture.Length > 0;
            var device = Devices.Choose(Devices.Parse(run.Device ?? manifest.Result.Plan!.Device.ToString().ToLowerInvariant()));
            return new Workshop(plugins, manifest.Files, device.Device, Environments.Describe(device), cancellation)
            {
                Surveys = manifest.Surveys,
            };
        }

        public ExecutionOptions Options(Workshop workshop) =>
            new() { Jobs = run.Jobs ?? ExperimentRun.DefaultJobs(workshop), CallLimit = run.CallLimit };

        public IRunObserver Begin(int runs)
        {
            _progress?.Close();
            return _progress = new ConsoleProgress(runs, _log!.Logger, _namesArchitectures);
        }

        public void Tell(string sentence)
        {
            _log?.Logger.Information("{Sentence}", sentence);
            _progress?.Close();
            Console.Error.WriteLine(sentence);
        }

        public void Report(Experiment experiment)
        {
            _latest = experiment;
            ExperimentRun.WriteReport(_store!, experiment, isWatched: true);
            if (_trouble is { } trouble)
            {
                Tell($"warning: report.html is renewed between rounds only: {trouble}");
                _trouble = null;
            }

            _live?.See();
        }

        /// <summary>A report that can't be written meanwhile is no reason to stop training: it is told after the round.</summary>
        public void Look()
        {
            try
            {
                _live?.Look();
            }
            catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException)
            {
                (_live, _trouble) = (null, error.Message);
            }
        }

        /// <summary>Leaves a report that no longer looks for a newer one.</summary>
        public void Close()
        {
            _progress?.Close();
            if (_latest is not null)
            {
                ExperimentRun.WriteReport(_store!, _latest);
                PrintReport();
            }
        }

        public void Dispose() => _log?.Dispose();

        /// <summary>The name of the report is not what the command is for.</summary>
        private void PrintReport()
        {
            try
            {
                StandardOutput.Writer.WriteLine(System.IO.Path.Combine(_store!.Folder, "report.html"));
            }
            catch (OutputException error)
            {
                Console.Error.WriteLine("warning: " + error.Message);
            }
        }
    }
}
