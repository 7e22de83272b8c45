using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>A language model in which the dictionary that is trained replaces activations, and which says where that hurts.</summary>
/// <param name="scorer">The model.</param>
/// <param name="reconstruct">From rows [R, D] as the scorer gives them to what the dictionary makes of them.</param>
public sealed class ScoredModel(IRowScorer scorer, Func<Tensor, Tensor> reconstruct)
{
    /// <summary>Contexts of text that is trained on.</summary>
    public int Contexts => scorer.TrainingContexts;

    /// <summary>Scores the rows of some contexts; rows and reconstructions are in the units that the dictionary is trained in.</summary>
    /// <param name="contexts">Their numbers, from 0; at least one.</param>
    /// <param name="score">What is computed.</param>
    public ScoredRows Score(IReadOnlyList<int> contexts, RowScore score) => scorer.Score(contexts, score, reconstruct);
}
