using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>A model whose logits are a linear function of its activations, the rows of a toy problem: a context is a row, and it predicts one token.</summary>
/// <param name="rows">[N, D].</param>
/// <param name="seed">Decides the function and the tokens.</param>
internal sealed class ToyLanguageModel(Tensor rows, RandomSeed seed) : ILanguageModel
{
    private const int Vocabulary = 9;

    public int Contexts => (int)rows.shape[0];

    public PredictionScores Replace(int contexts, Func<Tensor, Tensor> replace)
    {
        using var scope = NewDisposeScope();
        using var random = seed.CreateGenerator(CPU);
        var activations = rows.narrow(0, 0, contexts);
        var head = randn(rows.shape[1], Vocabulary, generator: random) * 4;
        var clean = activations.mm(head).log_softmax(dim: -1).to_type(ScalarType.Float64); // [N, V]
        var next = clean.argmax(dim: 1).unsqueeze(1);
        var replaced = replace(activations).mm(head).log_softmax(dim: -1).to_type(ScalarType.Float64);
        return new PredictionScores(
            -clean.gather(1, next).mean().item<double>(),
            -replaced.gather(1, next).mean().item<double>(),
            (clean.exp() * (clean - replaced)).sum(dim: 1).mean().item<double>(),
            contexts
        );
    }

    public PredictionScores Ablate(int contexts, Ablation ablation) =>
        Replace(
            contexts,
            activations =>
                ablation == Ablation.Zero ? zeros_like(activations) : activations.mean([0L], keepdim: true).expand(activations.shape)
        );

    public void Dispose() { }
}
