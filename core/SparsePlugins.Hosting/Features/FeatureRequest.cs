using System.Globalization;
using SparsePlugins.Events;
using SparsePlugins.FeaturePages;
using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Interchange;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Features;

/// <summary>Which dictionary to read.</summary>
/// <param name="Path">The folder of an experiment, or of another tool.</param>
public sealed record FeatureRequest(string Path)
{
    private const int MostOthers = 12;

    /// <summary>The first digits of a run's id; <see langword="null"/> for the best run.</summary>
    public string? Run { get; init; }

    /// <summary>The manifest's file; <see langword="null"/> for what the experiment keeps.</summary>
    public string? Manifest { get; init; }

    /// <summary>About how many held-out rows are read.</summary>
    public int Rows { get; init; } = 16_384;

    /// <summary>Folders of plugins beside those that ship.</summary>
    public IReadOnlyList<string> PluginPaths { get; init; } = [];

    /// <summary>The text of the page that shows the dictionary's features.</summary>
    /// <param name="observer">Receives warnings.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <exception cref="ArgumentException">There is no such run, or its data isn't found.</exception>
    /// <exception cref="InterchangeException">The folder holds no dictionary.</exception>
    /// <exception cref="Plugins.Components.ComponentException">The source failed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public string Render(IRunObserver observer, CancellationToken stop) => FeaturePage.Render(Read(observer, stop));

    /// <summary>What the page shows.</summary>
    internal FeatureBook Read(IRunObserver observer, CancellationToken stop)
    {
        var store = new RunStore(Path);
        return DictionaryFolder.ToolOf(Path) is null && store.ReadExperiment() is { } experiment
            ? ReadRun(store, experiment, observer, stop)
            : ReadForeign(observer, stop);
    }

    private FeatureBook ReadRun(RunStore store, ExperimentRecord experiment, IRunObserver observer, CancellationToken stop)
    {
        var records = RunChoice.All(store, experiment);
        var record = Choose(experiment, records, observer);
        var place = experiment.Runs.First(run => run.Id == record.Id);
        var text = FeatureSources.TextOf(experiment, Manifest);
        using var library = ManifestPlugins.Open(Settings(text.Path), text, observer);
        var books = new FeatureBooks(library.Current, FeatureSources.OfRun(library.Current, text, record)) { Rows = Rows };
        return books.Read(
            $"{experiment.Name}: {NameOf(place)}",
            Facts(record, place),
            Dictionary(store, record.Id),
            Others(store, experiment, place),
            stop
        );
    }

    private FeatureBook ReadForeign(IRunObserver observer, CancellationToken stop)
    {
        var dictionary = DictionaryFolder.Read(Path);
        var text = ManifestText.Read(
            Manifest
                ?? throw new ArgumentException(
                    $"'{Path}' doesn't say what data it is of; give a manifest with its source, --manifest FILE"
                ),
            []
        );
        using var library = ManifestPlugins.Open(Settings(text.Path), text, observer);
        var books = new FeatureBooks(library.Current, FeatureSources.OfManifest(library.Current, text)) { Rows = Rows };
        var name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));
        return books.Read(name, [new("tool", dictionary.Origin.Tool.ToString())], dictionary, [], stop);
    }

    private RunSettings Settings(string manifest) => new(manifest) { PluginPaths = PluginPaths, IgnoresLock = true };

    private RunRecord Choose(ExperimentRecord experiment, IReadOnlyList<RunRecord> records, IRunObserver observer)
    {
        if (records.Count == 0)
        {
            throw new ArgumentException($"'{Path}' holds no trained weights; run the experiment, without --no-weights");
        }

        if (Run is not null || records.Count == 1)
        {
            return Run is null ? records[0] : RunChoice.Named(records, Run);
        }

        var (best, curve) = RunChoice.Best(experiment, records);
        var place = experiment.Runs.First(run => run.Id == best.Id);
        var value = curve.Values[^1].ToString("G4", CultureInfo.InvariantCulture);
        observer.Observe(
            new Noted(
                $"the best of {records.Count} runs by {curve.Measurement} at the end ({value}): {NameOf(place)}, run {best.Id[..8]}; "
                    + "--run ID shows another, and 'sparse status DIR --verbose' lists them"
            )
        );
        return best;
    }

    /// <summary>The other variants that saw the same data in the same setting, with weights of the same width.</summary>
    private static IReadOnlyList<(string, PortableDictionary)> Others(RunStore store, ExperimentRecord experiment, ExperimentRun place) =>
        [
            .. experiment
                .Runs.Where(run => run.Cohort == place.Cohort && run.Id != place.Id && File.Exists(store.Weights.PathOf(run.Id)))
                .DistinctBy(run => run.Id)
                .OrderByDescending(run => run.Setting == place.Setting)
                .Take(MostOthers)
                .Select(run => (NameOf(run), Dictionary(store, run.Id))),
        ];

    private static PortableDictionary Dictionary(RunStore store, string id) => WeightsFile.Read(store.Weights.PathOf(id)).Dictionary;

    private static string NameOf(ExperimentRun run) => $"{run.Name}{(run.Setting.Length > 0 ? $" ({run.Setting})" : "")}, seed {run.Seed}";

    private static IReadOnlyList<KeyValuePair<string, string>> Facts(RunRecord record, ExperimentRun place) =>
        [
            new("run", record.Id),
            new("source", record.Source),
            new("trained for", $"{record.Steps} steps"),
            .. place.Reinitializer == "none" ? Array.Empty<KeyValuePair<string, string>>() : [new("revived by", place.Reinitializer)],
        ];
}
