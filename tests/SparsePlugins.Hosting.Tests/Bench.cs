using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;
using SparsePlugins.Planning;
using SparsePlugins.Reporting;
using SparsePlugins.Tests;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Tests;

/// <summary>The real plugins, the fixture plugin, and a folder to run manifests in.</summary>
internal sealed class Bench : IRunObserver, IDisposable
{
    private static readonly RunEnvironment Somewhere = new("test", "10", "0.107", "2.10", "os", "cpu", 512, "cpu", 1, "eager");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();

    public Bench() =>
        Plugins = PluginSet.Load([
            Repository.HostPlugins,
            Repository.CopyFixturePlugin(_folder.Path),
            Repository.CopyFixturePlugin(_folder.Path, "Fixture.Faults"),
        ]);

    public PluginSet Plugins { get; }

    public RunStore Store => new(_folder["out"]);

    public List<RunRecord> Ended { get; } = [];

    /// <summary>How to go about it.</summary>
    public ExecutionOptions Options { get; init; } = new();

    public List<string> Warnings { get; } = [];

    /// <summary>Steps from which cohorts were resumed.</summary>
    public List<long> ResumedFrom { get; } = [];

    /// <summary>Stops the execution when the first run ends.</summary>
    public bool StopAtFirstEnd { get; init; }

    public string Write(string name, string text) => _folder.Write(name, text);

    public LoadedManifest Load(string manifest) => new ManifestLoader(Plugins).Load(_folder.Write("manifest.yaml", manifest), []);

    /// <summary>Runs what is left of a manifest.</summary>
    /// <returns>How many runs were left.</returns>
    public int Run(string manifest, int jobs = 2, bool fresh = false)
    {
        var loaded = Load(manifest);
        Plan plan = loaded.Result.Plan ?? throw new InvalidOperationException(string.Join('\n', loaded.Result.Problems));
        var workshop = new Workshop(Plugins, loaded.Files, CPU, Somewhere, _stop.Token);
        var prepared = PreparedPlan.Of(plan, loaded.Text, workshop, Store, fresh);
        Store.Write(prepared.Experiment);
        new Executor(workshop, Store, this, Options with { Jobs = jobs }).Execute(prepared);
        return prepared.PendingRuns;
    }

    /// <summary>The records' texts aside from timings, by initializer and seed.</summary>
    public Dictionary<string, string> Records() =>
        Store
            .ReadRecords(Store.ReadExperiment()!)
            .ToDictionary(record => $"{record.Initializer} {record.Seed}", record => RecordJson.WithoutTimings(RecordJson.Write(record)));

    public void CohortStarted(string cohort, int runs) { }

    public void Resumed(string cohort, int runs, long step)
    {
        lock (Ended)
        {
            ResumedFrom.Add(step);
        }
    }

    public void Warned(string warning)
    {
        lock (Ended)
        {
            Warnings.Add(warning);
        }
    }

    public void Advanced(CohortProgress progress) { }

    public void Failed(Components.ComponentException failure) { }

    public void RunEnded(RunRecord record)
    {
        lock (Ended)
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
