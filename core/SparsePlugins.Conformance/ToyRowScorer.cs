using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>A stand-in for a language model: each row is a context, and the squared error of its replacement is its score.</summary>
/// <param name="rows">[N, D].</param>
internal sealed class ToyRowScorer(Tensor rows) : IRowScorer
{
    /// <inheritdoc/>
    public int TrainingContexts => (int)rows.shape[0];

    /// <inheritdoc/>
    public ScoredRows Score(IReadOnlyList<int> contexts, RowScore score, Func<Tensor, Tensor> replace)
    {
        var chosen = rows.index_select(0, tensor(contexts.Select(context => (long)context).ToArray()));
        var replaced = replace(chosen);
        return new ScoredRows(chosen, replaced, (chosen - replaced).square().sum(dim: 1));
    }
}
