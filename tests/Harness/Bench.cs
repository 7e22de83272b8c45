using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Hosting;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Tests;

/// <summary>The real plugins, the fixture plugin, and a folder to run manifests in.</summary>
internal sealed class Bench : IRunObserver, IDisposable
{
    private static readonly Lazy<PluginSet> SharedPlugins = new(LoadForTheProcess);

    private readonly TemporaryFolder _folder = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource _stop = new();
    private int _jobs = 2;
    private Experiment? _experiment;
    private RunContext? _context;

    /// <summary>Whether its plugins are loaded for it alone: the faults count their calls. Otherwise all benches of the process have the same.</summary>
    public bool HasOwnPlugins { get; init; }

    public PluginSet Plugins => field ??= HasOwnPlugins ? LoadFrom(_folder.Path) : SharedPlugins.Value.Share();

    /// <summary>Where records go; its own unless it is given another one's.</summary>
    public string Folder
    {
        get => field ?? _folder["out"];
        init;
    }

    public RunStore Store => new(Folder);

    /// <summary>How to go about it.</summary>
    public RunSettings Settings { get; init; } = new("");

    public List<RunRecord> Ended { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Failures as they were reported.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Cohorts, or parts of them, that began.</summary>
    public List<CohortStarted> Started { get; } = [];

    /// <summary>Steps from which cohorts were resumed.</summary>
    public List<long> ResumedFrom { get; } = [];

    /// <summary>Stops the execution when a cohort gets to this step.</summary>
    public long StopAtStep { get; set; } = long.MaxValue;

    /// <summary>Stops the execution when the first run ends.</summary>
    public bool StopAtFirstEnd { get; init; }

    /// <summary>Called when a cohort made progress.</summary>
    public Action? AtProgress { get; set; }

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Writes a .npy file of float32 rows.</summary>
    public string WriteRows(string name, params float[][] rows) => WriteBytes(name, NpyFile.Bytes(rows));

    /// <summary>A file beside the manifest.</summary>
    public string PathOf(string name) => _folder[name];

    public string WriteBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public LoadedManifest Load(string manifest) => ObservedRun.Load(Plugins, _folder.Write("manifest.yaml", manifest));

    /// <summary>Runs what is left of a manifest.</summary>
    /// <returns>How many runs were left.</returns>
    public int Run(string manifest, int jobs = 2, bool fresh = false)
    {
        _jobs = jobs;
        var prepared = Prepare(manifest, fresh);
        Execute(prepared);
        return prepared.PendingRuns;
    }

    /// <summary>Looks what is left of a manifest.</summary>
    public PreparedPlan Prepare(string manifest, bool fresh = false)
    {
        (_stop, var before) = (new CancellationTokenSource(), _stop);
        before.Dispose();
        _experiment?.Dispose();
        var settings = Settings with
        {
            Manifest = _folder.Write("manifest.yaml", manifest),
            Folder = Folder,
            Jobs = _jobs,
            Fresh = fresh,
            Environment = ObservedRun.Machine,
        };
        _experiment = Experiment.Open(
            settings,
            ManifestText.Read(settings.Manifest, settings.Overrides),
            Plugins,
            new Observers(),
            _stop.Token
        );
        Assert.Empty(_experiment.Manifest.Result.Problems);
        _context = _experiment.CreateContext(this, _stop.Token);
        var prepared = _experiment.Prepare(_context);
        Store.Write(prepared.Experiment);
        return prepared;
    }

    public void Execute(PreparedPlan prepared) => _experiment!.Launcher.Launch(_experiment, prepared, _context!, this);

    /// <summary>What runs of the last manifest that was prepared work with.</summary>
    public RunContext Context => _context!;

    /// <summary>Of the last manifest that was prepared.</summary>
    public InputFiles Files => _experiment!.Manifest.Files;

    /// <summary>The records' texts aside from timings, by initializer, reinitializer and seed.</summary>
    public Dictionary<string, string> Records() =>
        Store
            .ReadRecords(Store.ReadExperiment()!)
            .ToDictionary(
                record => record.Initializer + (record.Reinitializer == "none" ? "" : $" + {record.Reinitializer}") + $" {record.Seed}",
                record => RecordJson.WithoutTimings(RecordJson.Write(record))
            );

    void IRunObserver.Observe(RunEvent happened)
    {
        lock (_lock)
        {
            switch (happened)
            {
                case CohortStarted started:
                    Started.Add(started);
                    break;
                case CohortResumed resumed:
                    ResumedFrom.Add(resumed.Step);
                    break;
                case Warned warned:
                    Warnings.Add(warned.Warning);
                    break;
                case ComponentFailed failed:
                    Failures.Add(failed.Message);
                    break;
                case RunEnded ended:
                    Ended.Add(Store.TryRead(ended.Id)!);
                    break;
                default:
                    break;
            }
        }

        StopWhenAsked(happened);
    }

    private static PluginSet LoadForTheProcess()
    {
        var folder = new TemporaryFolder();
        var plugins = LoadFrom(folder.Path);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            plugins.Dispose();
            folder.Dispose();
        };
        return plugins;
    }

    private static PluginSet LoadFrom(string folder) =>
        PluginSet.Load([
            Repository.HostPlugins,
            Repository.CopyFixturePlugin(folder),
            Repository.CopyFixturePlugin(folder, "Fixture.Faults"),
        ]);

    private void StopWhenAsked(RunEvent happened)
    {
        if (happened is CohortAdvanced)
        {
            AtProgress?.Invoke();
        }

        if ((happened is CohortAdvanced progress && progress.Step >= StopAtStep) || (happened is RunEnded && StopAtFirstEnd))
        {
            _stop.Cancel();
        }
    }

    /// <summary>All numbers of a run's weights file, without its header, which states the options of its source.</summary>
    public byte[] TensorsOf(string id)
    {
        using var stream = File.OpenRead(Store.Weights.PathOf(id));
        stream.Position = Formats.SafetensorsHeader.Read(stream).DataOffset;
        var bytes = new byte[stream.Length - stream.Position];
        Assert.NotEmpty(bytes);
        stream.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose()
    {
        _experiment?.Dispose();
        Plugins.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }
}
