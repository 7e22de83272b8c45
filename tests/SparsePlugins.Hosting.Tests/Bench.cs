using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;
using SparsePlugins.Records;
using SparsePlugins.Tests;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Tests;

/// <summary>The real plugins, the fixture plugin, and a folder to run manifests in.</summary>
internal sealed class Bench : IRunObserver, IDisposable
{
    private static readonly RunEnvironment Somewhere = new("test", "10", "0.107", "2.10", "os", "cpu", 512, "cpu", 1, "eager", "");

    private readonly TemporaryFolder _folder = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource _stop = new();
    private int _jobs = 2;
    private LoadedManifest? _loaded;

    public Bench() =>
        Plugins = PluginSet.Load([
            Repository.HostPlugins,
            Repository.CopyFixturePlugin(_folder.Path),
            Repository.CopyFixturePlugin(_folder.Path, "Fixture.Faults"),
        ]);

    public PluginSet Plugins { get; }

    /// <summary>Where records go; its own unless it is given another one's.</summary>
    public string Folder
    {
        get => field ?? _folder["out"];
        init;
    }

    public RunStore Store => new(Folder);

    /// <summary>How to go about it.</summary>
    public ExecutionOptions Options { get; init; } = new();

    public List<RunRecord> Ended { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Failures as they were reported.</summary>
    public List<string> Failures { get; } = [];

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
    public string WriteRows(string name, params float[][] rows)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows.Length}, {rows[0].Length}), }}".PadRight(117) + "\n";
        byte[] file =
        [
            .. new byte[] { 0x93 },
            .. "NUMPY"u8,
            1,
            0,
            118,
            0,
            .. System.Text.Encoding.ASCII.GetBytes(header),
            .. rows.SelectMany(row => row).SelectMany(BitConverter.GetBytes),
        ];
        var path = _folder[name];
        File.WriteAllBytes(path, file);
        return path;
    }

    /// <summary>A file beside the manifest.</summary>
    public string PathOf(string name) => _folder[name];

    public string WriteBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public LoadedManifest Load(string manifest) => new ManifestLoader(Plugins).Load(_folder.Write("manifest.yaml", manifest), []);

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
        var loaded = Load(manifest);
        Plan plan = loaded.Result.Plan ?? throw new InvalidOperationException(string.Join('\n', loaded.Result.Problems));
        var prepared = PreparedPlan.Of(plan, loaded.Text, Workshop(loaded), Store, fresh);
        Store.Write(prepared.Experiment);
        _loaded = loaded;
        return prepared;
    }

    public void Execute(PreparedPlan prepared) =>
        new Executor(Workshop(_loaded!), Store, this, Options with { Jobs = _jobs }).Execute(prepared);

    /// <summary>Of the last manifest that was prepared.</summary>
    public Components.InputFiles Files => _loaded!.Files;

    private Workshop Workshop(LoadedManifest loaded) =>
        new(Plugins, loaded.Files, CPU, Somewhere, _stop.Token) { Surveys = loaded.Surveys };

    /// <summary>The records' texts aside from timings, by initializer, reinitializer and seed.</summary>
    public Dictionary<string, string> Records() =>
        Store
            .ReadRecords(Store.ReadExperiment()!)
            .ToDictionary(
                record => record.Initializer + (record.Reinitializer == "none" ? "" : $" + {record.Reinitializer}") + $" {record.Seed}",
                record => RecordJson.WithoutTimings(RecordJson.Write(record))
            );

    public void CohortStarted(string cohort, int runs) { }

    public void Resumed(string cohort, int runs, long step)
    {
        lock (_lock)
        {
            ResumedFrom.Add(step);
        }
    }

    public void Warned(string warning)
    {
        lock (_lock)
        {
            Warnings.Add(warning);
        }
    }

    public void Advanced(CohortProgress progress)
    {
        AtProgress?.Invoke();
        if (progress.Step >= StopAtStep)
        {
            _stop.Cancel();
        }
    }

    public void Failed(Components.ComponentException failure)
    {
        lock (_lock)
        {
            Failures.Add(failure.Message);
        }
    }

    public void RunEnded(RunRecord record)
    {
        lock (_lock)
        {
            Ended.Add(record);
        }

        if (StopAtFirstEnd)
        {
            _stop.Cancel();
        }
    }

    public void Dispose()
    {
        Plugins.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }
}
