using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="ILanguageModel"/> by a model that says at which rows of its training text a replacement hurts it.</summary>
public interface IRowScorer
{
    /// <summary>Contexts of text that is trained on.</summary>
    int TrainingContexts { get; }

    /// <summary>Scores the rows that the source gives of some contexts.</summary>
    /// <param name="contexts">Their numbers, from 0 to <see cref="TrainingContexts"/> - 1; at least one.</param>
    /// <param name="score">What is computed.</param>
    /// <param name="replace">From rows [R, D] as the source gives them to as many; called in a dispose scope, and what it returns is freed.</param>
    ScoredRows Score(IReadOnlyList<int> contexts, RowScore score, Func<Tensor, Tensor> replace);
}

/// <summary>How much a replacement hurts a model at a row, in nats.</summary>
public enum RowScore
{
    /// <summary>
    /// By how much the cross-entropy of the next token rises where every row of the context is replaced, 0 where it falls. It contains what replacing earlier
    /// rows costs.
    /// </summary>
    Ce,

    /// <summary>The Kullback-Leibler divergence of the prediction from that of the model as it is, every row of the context being replaced.</summary>
    Kl,

    /// <summary>
    /// The first-order change of the context's summed cross-entropy as this row alone is replaced: the gradient at the row times the difference. Below 0
    /// where the replacement helps.
    /// </summary>
    Gradient,
}

/// <summary>Rows of a language model and what replacing them costs.</summary>
/// <param name="Rows">[R, D].</param>
/// <param name="Replacements">[R, D].</param>
/// <param name="Scores">[R]; 0 where nothing is predicted that counts.</param>
public sealed record ScoredRows(Tensor Rows, Tensor Replacements, Tensor Scores);
