using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="IActivationSource"/> by a source whose rows are activations of a language model that it can run.</summary>
public interface ILanguageModelSource
{
    /// <summary>Opens the model that the rows of <see cref="IActivationSource.Open"/> come from, with text that nothing is trained on.</summary>
    /// <param name="context">Stays valid, and is not disposed, until the model is disposed.</param>
    ILanguageModel OpenModel(ComponentContext context);
}

/// <summary>A language model whose activations at one place can be replaced, with held-out text on which it shows what that costs.</summary>
public interface ILanguageModel : IDisposable
{
    /// <summary>Contexts of held-out text.</summary>
    int Contexts { get; }

    /// <summary>Scores the model with its activations replaced where the source gives rows of them; special tokens and positions that it leaves out keep theirs.</summary>
    /// <param name="contexts">How many contexts, the first ones; from 1 to <see cref="Contexts"/>.</param>
    /// <param name="replace">From rows [R, D] as the source gives them to as many; called in a dispose scope, and what it returns is freed.</param>
    PredictionScores Replace(int contexts, Func<Tensor, Tensor> replace);

    /// <summary>Scores the model with its activations lost at every position, special tokens too. It doesn't depend on a dictionary, and is computed once.</summary>
    /// <param name="contexts">How many contexts, the first ones; from 1 to <see cref="Contexts"/>.</param>
    /// <param name="ablation">What they are replaced by.</param>
    PredictionScores Ablate(int contexts, Ablation ablation);
}

/// <summary>What lost activations are replaced by.</summary>
public enum Ablation
{
    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>The mean of the rows that the source gives of the same contexts.</summary>
    Mean,
}

/// <summary>How well a model predicts tokens with some of its activations replaced: means over all predictions of all contexts, but for those from special tokens.</summary>
/// <param name="Clean">Cross-entropy of the model as it is, in nats.</param>
/// <param name="CrossEntropy">Cross-entropy with activations replaced, in nats.</param>
/// <param name="Divergence">Kullback-Leibler divergence of the predictions with activations replaced from those of the model as it is, in nats.</param>
/// <param name="Predictions">How many predictions.</param>
public sealed record PredictionScores(double Clean, double CrossEntropy, double Divergence, long Predictions);
