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
    /// <param name="progress">Receives how many pairs are done, and how many there are.</param>
    /// <exception cref="InterchangeException">Weights can't be read, or are too large to match.</exception>
    public static AgreementRecord Of(RunStore store, ExperimentRecord experiment, Action<int, int> progress)
    {
        var trained = RunChoice.All(store, experiment).Select(record => record.Id).ToHashSet();
        (ExperimentRun First, ExperimentRun Second)[] pairs =
        [
            .. experiment
                .TrainedRuns.Where(run => trained.Contains(run.Id))
                .GroupBy(run => (run.Setting, run.Architecture, run.Initializer, run.Reinitializer))
                .SelectMany(variant => Pairs([.. variant.DistinctBy(run => run.Seed).OrderBy(run => run.Seed)])),
        ];
        var compared = new List<AgreementPair>();
        foreach (var (first, second) in pairs)
        {
            progress(compared.Count, pairs.Length);
            compared.Add(Compare(store, first.Id, second.Id));
        }

        return new AgreementRecord(compared);
    }

    private static IEnumerable<(ExperimentRun First, ExperimentRun Second)> Pairs(ExperimentRun[] runs) =>
        runs.SelectMany((first, place) => runs.Skip(place + 1).Select(second => (first, second)));

    private static AgreementPair Compare(RunStore store, string first, string second)
    {
        var agreement = Agreement.Of(Read(store, first), Read(store, second));
        return new AgreementPair(first, second, agreement.Pairs, agreement.Mean, agreement.Above07, agreement.Above09);
    }

    private static PortableDictionary Read(RunStore store, string id) => WeightsFile.Read(store.Weights.PathOf(id)).Dictionary;
}
