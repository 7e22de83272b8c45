using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Says at which rows of training texts replacing activations hurts the model.</summary>
/// <param name="model">The model, which the caller disposes.</param>
/// <param name="hook">Where activations are replaced.</param>
/// <param name="texts">Training texts.</param>
/// <param name="given">Which rows the source gives.</param>
/// <param name="isScored">Whether what is predicted from a token counts.</param>
/// <param name="cancellation">Looked at between texts.</param>
internal sealed class RowScorer(
    DecoderModel model,
    HookPoint hook,
    PackedTexts texts,
    KeptRows given,
    Func<int, bool> isScored,
    CancellationToken cancellation
) : IRowScorer
{
    /// <inheritdoc/>
    public int TrainingContexts => texts.Count;

    /// <inheritdoc/>
    public ScoredRows Score(IReadOnlyList<int> contexts, RowScore score, Func<Tensor, Tensor> replace)
    {
        ArgumentOutOfRangeException.ThrowIfZero(contexts.Count);
        using var scope = NewDisposeScope();
        var parts = contexts.Select(context => ScoreOne(context, score, replace)).ToList();
        return new ScoredRows(
            cat([.. parts.Select(part => part.Rows)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.Replacements)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(part => part.Scores)]).MoveToOuterDisposeScope()
        );
    }

    /// <summary>One text at a time, as a revival looks at few and logits are large.</summary>
    private ScoredRows ScoreOne(int context, RowScore score, Func<Tensor, Tensor> replace)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var tokens = texts.Tokens(context, 1).ToArray();
        var ids = tensor(tokens, ScalarType.Int64, model.Device).reshape(1, -1);
        long[] kept = [.. given.Places(texts, context, 1).Select(place => (long)(place - (context * texts.Length)))];
        if (kept.Length == 0)
        {
            return None();
        }

        var places = tensor(kept, device: model.Device);
        var clean = model.Activations(ids, hook); // [T, D]
        var rows = clean.index_select(0, places);
        var replacements = replace(rows);
        var scores =
            score == RowScore.Gradient
                ? Gradient(ids, Counts(tokens), clean).index_select(0, places).mul_(replacements - rows).sum(dim: 1)
                : Change(ids, Counts(tokens), clean.index_copy(0, places, replacements), score).index_select(0, places);
        return new ScoredRows(rows.MoveToOuterDisposeScope(), replacements.MoveToOuterDisposeScope(), scores.MoveToOuterDisposeScope());
    }

    /// <summary>A text of which the source gives no row.</summary>
    private ScoredRows None()
    {
        Tensor Rows() => zeros(0, model.Sizes.WidthAt(hook), device: model.Device).MoveToOuterDisposeScope();
        return new ScoredRows(Rows(), Rows(), zeros(0, device: model.Device).MoveToOuterDisposeScope());
    }

    /// <summary>What each prediction loses, [T].</summary>
    private Tensor Change(Tensor ids, Tensor counts, Tensor replaced, RowScore score)
    {
        var before = model.Logits(ids).log_softmax(dim: -1); // [1, T, V]
        var after = model.Logits(ids, hook, _ => replaced).log_softmax(dim: -1);
        return score == RowScore.Kl
            ? (before.exp() * (before - after)).sum(dim: -1).reshape(-1).mul_(counts)
            : (Losses(after, ids) - Losses(before, ids)).mul_(counts).clamp_min_(0);
    }

    /// <summary>The gradient of the sum of the losses that count, [T, D].</summary>
    private Tensor Gradient(Tensor ids, Tensor counts, Tensor clean)
    {
        using var gradients = enable_grad();
        var leaf = clean.detach().clone().requires_grad_();
        var logits = model.LogitsWithGradient(ids, hook, _ => leaf.alias());
        var loss = (Losses(logits.log_softmax(dim: -1), ids) * counts).sum();
        return autograd.grad([loss], [leaf])[0];
    }

    /// <summary>Cross-entropies, [T]; that of the last position is 0.</summary>
    private static Tensor Losses(Tensor logProbabilities, Tensor ids)
    {
        var count = ids.shape[1] - 1;
        var next = ids.narrow(1, 1, count).unsqueeze(2);
        var losses = logProbabilities.narrow(1, 0, count).gather(2, next).reshape(-1).neg(); // [T - 1]
        return cat([losses, zeros(1, device: ids.device)]);
    }

    /// <summary>1 where a prediction counts, [T].</summary>
    private Tensor Counts(int[] tokens) =>
        tensor(tokens.Select((token, place) => place < tokens.Length - 1 && isScored(token) ? 1f : 0f).ToArray(), device: model.Device);
}
