using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>What a decoder consists of, whichever its family.</summary>
internal sealed record DecoderParts
{
    /// <summary>[V, D]; a row per token.</summary>
    public required Tensor Embedding { get; init; }

    /// <summary>[positions, D], which is added to the embeddings; <see langword="null"/> where queries and keys are rotated instead.</summary>
    public Tensor? Positions { get; init; }

    /// <summary>From the first to the last.</summary>
    public required IReadOnlyList<DecoderBlock> Blocks { get; init; }

    /// <summary>Before the head.</summary>
    public required INorm FinalNorm { get; init; }

    /// <summary>D to V.</summary>
    public required Linear Head { get; init; }
}
