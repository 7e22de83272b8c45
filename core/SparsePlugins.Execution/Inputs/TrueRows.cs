using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Execution.Inputs;

/// <summary>Which true features are active in the rows for evaluation.</summary>
internal static class TrueRows
{
    /// <summary>For each batch for evaluation, the active features of each of its rows; rows that were dropped are missing.</summary>
    /// <param name="component">The source, which messages name.</param>
    /// <param name="source">The same.</param>
    /// <param name="context">With the seed that it was opened with; disposed.</param>
    /// <param name="batch">Rows of a batch.</param>
    /// <param name="rows">The rows, those for evaluation drawn.</param>
    /// <param name="truth">The true features.</param>
    /// <exception cref="ComponentException">The source doesn't know, failed or broke its contract.</exception>
    public static IReadOnlyList<int[][]> Draw(
        Component component,
        IActivationSource source,
        ComponentContext context,
        int batch,
        PreparedStream rows,
        GroundTruth? truth
    )
    {
        using var _ = context;
        if (source is not ITrueFiring knowing || truth is null)
        {
            throw ComponentException.For(component, "it doesn't know which true features are active in a row");
        }

        var last = rows.EvaluationRows[^1] / batch;
        int[][] drawn = [.. Enumerable.Range(0, last + 1).SelectMany(index => Batch(index))];
        return [.. rows.EvaluationRows.Select(row => drawn[row]).Chunk(batch)];

        IReadOnlyList<int[]> Batch(int index) =>
            Checked(component, PluginCall.Call(component, () => knowing.Firing(context, DataSplit.Evaluation, index, batch)), batch, truth);
    }

    private static IReadOnlyList<int[]> Checked(Component component, IReadOnlyList<int[]> firing, int rows, GroundTruth truth)
    {
        var count = truth.Features.shape[0];
        return firing.Count == rows && firing.All(row => row.All(feature => feature >= 0 && feature < count))
            ? firing
            : throw ComponentException.For(
                component,
                $"its true firing has {firing.Count} rows; expected {rows} with features from 0 to {count - 1}"
            );
    }
}
