using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

/// <summary>A language model whose scores are stated, and which remembers what it was asked for.</summary>
internal sealed class StatedModel(PredictionScores replaced, PredictionScores zero, PredictionScores mean) : ILanguageModel
{
    public int Contexts => 40;

    /// <summary>The contexts of every call of <see cref="Replace"/>.</summary>
    public List<int> Replaced { get; } = [];

    /// <summary>A dictionary in this model.</summary>
    public MetricSubject Subject => new ToyProblem().Subject(withTruth: false) with { Model = new ReplacedModel(this, rows => rows) };

    public PredictionScores Replace(int contexts, Func<Tensor, Tensor> replace)
    {
        Replaced.Add(contexts);
        return replaced;
    }

    public PredictionScores Ablate(int contexts, Ablation ablation) => ablation == Ablation.Zero ? zero : mean;

    public void Dispose() { }
}
