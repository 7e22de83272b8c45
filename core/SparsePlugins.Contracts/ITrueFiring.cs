namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="IGroundTruth"/> by a source that knows which features made each row.</summary>
public interface ITrueFiring
{
    /// <summary>The true features that are active in the rows of a batch.</summary>
    /// <param name="context">A context with the seed that the source is opened with.</param>
    /// <param name="split">The split.</param>
    /// <param name="index">The batch's number, from 0.</param>
    /// <param name="rows">B.</param>
    /// <returns>For each of the rows that <see cref="IActivationStream.Batch"/> gives for the same numbers, its active features in ascending order.</returns>
    IReadOnlyList<int[]> Firing(ComponentContext context, DataSplit split, long index, int rows);
}
