using SparsePlugins.Contracts;
using SparsePlugins.Records;
using SparsePlugins.Storage;
using SparsePlugins.Training;

namespace SparsePlugins.Execution;

/// <summary>Counts features that share a direction, for the record of a run.</summary>
internal static class CoincidingRecord
{
    /// <summary>The counts at step 0 and at the end; none for a run that failed or diverged, whose weights may be anything.</summary>
    public static IReadOnlyList<CoincidingDirections> Create(InitialFacts initial, AutoencoderState state, Outcome outcome) =>
        outcome.IsFailed || outcome.IsDiverged
            ? []
            : [new(0, initial.Coinciding), new(state.Updates, (int)Directions.CountCoinciding(state.Evaluated.Weights.DecoderWeight))];
}
