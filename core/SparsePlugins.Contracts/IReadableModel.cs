using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Implemented beside <see cref="ILanguageModel"/> by a model that shows people what its activations are of.</summary>
public interface IReadableModel
{
    /// <summary>The text of a token, as a person reads it; in brackets where it has none.</summary>
    /// <param name="token">Its id.</param>
    string TokenText(int token);

    /// <summary>A context of held-out text with the rows that the source gives of it.</summary>
    /// <param name="context">Its number, from 0 to <see cref="ILanguageModel.Contexts"/> - 1.</param>
    ContextRows ReadContext(int context);

    /// <summary>What directions add to the logits of all tokens, straight through the unembedding.</summary>
    /// <param name="directions">[F, D], in the units of the source's rows.</param>
    /// <returns>[F, V], up to a constant for each direction; <see langword="null"/> where rows are not part of the residual stream.</returns>
    Tensor? TokenEffects(Tensor directions);
}

/// <summary>A context as tokens, and the activations at some of them.</summary>
/// <param name="Tokens">[T] ids.</param>
/// <param name="Positions">[R] the places of the rows in the context, ascending.</param>
/// <param name="Rows">[R, D] as the source gives them; the caller disposes it.</param>
public sealed record ContextRows(IReadOnlyList<int> Tokens, IReadOnlyList<int> Positions, Tensor Rows);
