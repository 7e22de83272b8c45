using SparsePlugins.Interchange;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>Compares the dictionaries that the seeds of each variant of an experiment gave.</summary>
public static class SeedAgreement
{
    /// <summary>Compares every pair of seeds of every variant that has weights.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="experiment">Its experiment.</param>
    /// <param name="progress">Receives how many pairs are done, and how many there are to do.</param>
    /// <param name="known">What was compared before and is kept: runs of the same id have the same weights.</param>
    /// <param name="refused">Receives why a pair can't be compared, which is then left out; without it the first such pair ends all.</param>
    /// <param name="stop">Set to end it early; what is compared by then is returned.</param>
    /// <exception cref="InterchangeException">Weights can't be read, or are too large to match.</exception>
    public static AgreementRecord Of(
        RunStore store,
        ExperimentRecord experiment,
        Action<int, int> progress,
        AgreementRecord? known = null,
        Action<InterchangeException>? refused = null,
        CancellationToken stop = default
    )
    {
        var before = (known?.Pairs ?? []).DistinctBy(pair => (pair.First, pair.Second)).ToDictionary(pair => (pair.First, pair.Second));
        var pairs = PairsIn(store, experiment);
        var (total, done) = (pairs.Count(pair => !before.ContainsKey(pair)), 0);
        var compared = new List<AgreementPair>();
        foreach (var pair in pairs)
        {
            if (before.TryGetValue(pair, out var old))
            {
                compared.Add(old);
                continue;
            }

            if (stop.IsCancellationRequested)
            {
                continue; // What is known of later pairs is kept.
            }

            progress(done++, total);
            if (TryCompare(store, pair, refused, stop) is { } agreement)
            {
                compared.Add(agreement);
            }
        }

        return new AgreementRecord(compared);
    }

    private static (string First, string Second)[] PairsIn(RunStore store, ExperimentRecord experiment)
    {
        var trained = RunChoice.All(store, experiment).Select(record => record.Id).ToHashSet();
        return
        [
            .. experiment
                .TrainedRuns.Where(run => trained.Contains(run.Id))
                .GroupBy(run => (run.Setting, run.Architecture, run.Initializer, run.Reinitializer))
                .SelectMany(variant => Pairs([.. variant.DistinctBy(run => run.Seed).OrderBy(run => run.Seed)]))
                .Distinct(), // Variants with the same settings share runs.
        ];
    }

    private static IEnumerable<(string First, string Second)> Pairs(ExperimentRun[] runs) =>
        runs.SelectMany((first, place) => runs.Skip(place + 1).Select(second => (first.Id, second.Id)));

    private static AgreementPair? TryCompare(
        RunStore store,
        (string First, string Second) pair,
        Action<InterchangeException>? refused,
        CancellationToken stop
    )
    {
        try
        {
            var match = FeatureMatch.Of(Read(store, pair.First), Read(store, pair.Second), new Stopping(stop));
            var agreement = Agreement.Of(match);
            return new AgreementPair(pair.First, pair.Second, agreement.Pairs, agreement.Mean, agreement.Above07, agreement.Above09);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (InterchangeException refusal) when (refused is not null)
        {
            refused(refusal);
            return null;
        }
    }

    private static PortableDictionary Read(RunStore store, string id) => WeightsFile.Read(store.Weights.PathOf(id)).Dictionary;

    /// <summary>Ends a matching, which takes minutes for many features.</summary>
    private sealed class Stopping(CancellationToken stop) : IProgress<int>
    {
        public void Report(int value) => stop.ThrowIfCancellationRequested();
    }
}
