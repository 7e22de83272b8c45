using SparsePlugins.Events;
using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Interchange;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting;

/// <summary>Compares the dictionaries of seeds where a manifest asks for it, when its runs have ended and before its report is written.</summary>
/// <param name="store">The folder.</param>
/// <param name="observer">Receives how many pairs there are to compare, and why none can be.</param>
/// <param name="stop">Set when the user stops it.</param>
internal sealed class AgreementStage(RunStore store, IRunObserver observer, CancellationToken stop)
{
    /// <summary>Compares the pairs that weren't yet, and writes <c>agreement.json</c>.</summary>
    /// <param name="experiment">What the folder holds.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the pairs that were compared are kept.</exception>
    public void Compare(ExperimentRecord experiment)
    {
        var refused = new List<InterchangeException>();
        store.Write(SeedAgreement.Of(store, experiment, Report, store.TryReadAgreement(), refused.Add, stop));
        if (refused is [var first, ..])
        {
            observer.Observe(new Warned($"agreement: {refused.Count} pairs of seeds can't be compared; the first: {first.Message}"));
        }

        stop.ThrowIfCancellationRequested();
    }

    private void Report(int done, int total)
    {
        if (done == 0)
        {
            observer.Observe(new Noted($"comparing the dictionaries of {total} {(total == 1 ? "pair" : "pairs")} of seeds"));
        }
    }
}
