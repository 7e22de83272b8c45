using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>A language model in which the dictionary under measurement replaces activations. What several metrics ask for is computed once.</summary>
/// <param name="model">The model.</param>
/// <param name="reconstruct">From rows [R, D] as the source gives them to what the dictionary makes of them, in the same units.</param>
public sealed class ReplacedModel(ILanguageModel model, Func<Tensor, Tensor> reconstruct)
{
    private readonly Dictionary<int, PredictionScores> _replaced = [];

    /// <summary>Scores the model with the dictionary's reconstructions in place of its activations.</summary>
    /// <param name="contexts">How many held-out contexts; all where there are fewer.</param>
    public PredictionScores Replace(int contexts)
    {
        var count = Math.Min(contexts, model.Contexts);
        return _replaced.TryGetValue(count, out var scores) ? scores : _replaced[count] = model.Replace(count, reconstruct);
    }

    /// <summary>Scores the model with its activations lost.</summary>
    /// <param name="contexts">How many held-out contexts; all where there are fewer.</param>
    /// <param name="ablation">What they are replaced by.</param>
    public PredictionScores Ablate(int contexts, Ablation ablation) => model.Ablate(Math.Min(contexts, model.Contexts), ablation);
}
