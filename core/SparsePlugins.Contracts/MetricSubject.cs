using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>The dictionary under measurement.</summary>
/// <param name="Weights">Its parameters.</param>
/// <param name="Truth">The true features; never <see langword="null"/> for a metric that needs <see cref="Capability.GroundTruth"/>.</param>
/// <param name="Run">What the dictionary makes of any rows [B, D], with its own architecture and all its parameters.</param>
public sealed record MetricSubject(AutoencoderWeights Weights, GroundTruth? Truth, Func<Tensor, EvaluationBatch> Run)
{
    /// <summary>The model that the rows come from, with this dictionary in it; never <see langword="null"/> for a metric that needs <see cref="Capability.LanguageModel"/>.</summary>
    public ReplacedModel? Model { get; init; }

    /// <summary>The codes [B, F] of any rows.</summary>
    /// <param name="rows">[B, D] float32; read-only.</param>
    public Tensor Encode(Tensor rows) => Run(rows).Codes;

    /// <summary>The reconstruction [B, D] of any rows.</summary>
    /// <param name="rows">[B, D] float32; read-only.</param>
    public Tensor Reconstruct(Tensor rows) => Run(rows).Reconstruction;
}
