using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>Which runs of an experiment are meant.</summary>
public static class RunChoice
{
    /// <summary>The runs that have weights, in the order of the manifest.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="experiment">Its experiment.</param>
    public static IReadOnlyList<RunRecord> All(RunStore store, ExperimentRecord experiment) =>
        [
            .. store
                .ReadRecords(experiment)
                .Where(record => record.Weights.Length > 0 && File.Exists(store.Weights.PathOf(record.Id)))
                .DistinctBy(record => record.Id),
        ];

    /// <summary>The run whose id begins with some digits.</summary>
    /// <param name="runs">Of <see cref="All"/>.</param>
    /// <param name="id">Its first digits.</param>
    /// <exception cref="ArgumentException">No run has it, or several do.</exception>
    public static RunRecord Named(IReadOnlyList<RunRecord> runs, string id)
    {
        var found = runs.Where(run => id.Length > 0 && run.Id.StartsWith(id, StringComparison.Ordinal)).ToArray();
        return found is [var run]
            ? run
            : throw new ArgumentException(
                $"--run: {(found.Length == 0 ? "no" : "more than one")} trained run has an id that begins with '{id}'; 'sparse status DIR --verbose' lists them"
            );
    }

    /// <summary>The best run at the end, by the measurement of the first threshold, or else the first one that has a better side.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="runs">Of <see cref="All"/>, at least one.</param>
    /// <exception cref="ArgumentException">No measurement says which run is best.</exception>
    public static (RunRecord Run, Curve Curve) Best(ExperimentRecord experiment, IReadOnlyList<RunRecord> runs)
    {
        var judged = experiment.Thresholds.FirstOrDefault()?.Measurement;
        Curve[] all = [.. runs.SelectMany(run => run.Curves)];
        var curve = all.FirstOrDefault(one => one.Measurement == judged) ?? all.FirstOrDefault(IsJudged);
        if (curve is null || !IsJudged(curve))
        {
            throw new ArgumentException("no measurement of the experiment says which run is best; choose one with --run ID");
        }

        return
            runs.SelectMany(run =>
                    run.Curves.Where(one => one.Measurement == curve.Measurement && one.Values is [.., not double.NaN])
                        .Select(one => (run, one))
                )
                .OrderByDescending(pair => curve.Facts.Better == BetterSide.Higher ? pair.one.Values[^1] : -pair.one.Values[^1])
                .FirstOrDefault()
                is { run: not null } best
            ? best
            : throw new ArgumentException(
                $"'{curve.Measurement}', which says what run is best, is undefined at the end of every run; choose a run with --run ID"
            );
    }

    private static bool IsJudged(Curve curve) => curve.Facts.Metric.Length > 0 && curve.Facts.Better != BetterSide.Neither;
}
