using SparsePlugins.Events;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Execution;

/// <summary>Writes what is left of a run that ended: its weights, its record, and no checkpoint any more, unless it failed: it may be tried again from there.</summary>
public sealed class RunRecorder(RunStore store, IRunObserver observer, bool keepsWeights)
{
    private readonly HashSet<string> _ended = [];

    /// <summary>Whether a run's record was written.</summary>
    public bool HasEnded(string id) => _ended.Contains(id);

    /// <summary>Ends a run that trained.</summary>
    /// <exception cref="IOException">The disk is full, or the folder can't be written; its last checkpoint is kept.</exception>
    internal void End(ActiveRun run, double dataSeconds)
    {
        var record = run.Record(dataSeconds);
        var isTrained = record.Outcome.IsCompleted || record.Outcome.IsStopped;
        End(keepsWeights && isTrained ? record.WithWeights(Write(record, run)) : record);
    }

    private string Write(RunRecord record, ActiveRun run)
    {
        var metadata = WeightsMetadata.Create(
            record,
            run.Spec.Autoencoder.Architecture.Label,
            run.Formula,
            run.Parameters,
            run.Inputs.Tensors,
            run.EvaluationRows
        );
        return store.Weights.Write(record.Id, metadata, run.Parameters, run.Inputs.Tensors);
    }

    /// <summary>Ends a run.</summary>
    /// <exception cref="IOException">The disk is full, or the folder can't be written.</exception>
    public void End(RunRecord record)
    {
        store.Write(record);
        _ended.Add(record.Id);
        if (!record.Outcome.IsFailed)
        {
            store.Checkpoints.Delete(record.Id); // Last: until the record is on the disk, the checkpoint is what there is.
        }

        observer.Observe(RunEnded.From(record));
    }
}
