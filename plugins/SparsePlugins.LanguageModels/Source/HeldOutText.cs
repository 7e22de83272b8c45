using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Held-out texts for people to read: their tokens, and the rows that the source gives of them.</summary>
/// <param name="model">The model, which the caller disposes.</param>
/// <param name="hook">Where rows are from.</param>
/// <param name="texts">Held-out texts.</param>
/// <param name="given">Which rows the source gives.</param>
/// <param name="precision">To what rows are rounded.</param>
/// <param name="words">The texts of tokens, read where they are asked for.</param>
internal sealed class HeldOutText(
    DecoderModel model,
    HookPoint hook,
    PackedTexts texts,
    KeptRows given,
    ActivationPrecision precision,
    Func<TokenTexts> words
)
{
    private readonly Lazy<TokenTexts> _words = new(words);

    /// <summary>The text of a token.</summary>
    public string TokenText(int token) => _words.Value[token];

    /// <summary>A context with its rows.</summary>
    public ContextRows Read(int context)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(context);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(context, texts.Count);
        using var scope = NewDisposeScope();
        var tokens = texts.Tokens(context, 1).ToArray();
        int[] kept = [.. given.Places(texts, context, 1).Select(place => place - (context * texts.Length))];
        var ids = tensor(tokens, ScalarType.Int64, model.Device).reshape(1, -1);
        var rows = model.Activations(ids, hook).index_select(0, tensor(kept.Select(place => (long)place).ToArray(), device: model.Device));
        var rounded = precision == ActivationPrecision.Float16 ? rows.to(ScalarType.Float16).to(ScalarType.Float32) : rows;
        return new ContextRows(tokens, kept, rounded.MoveToOuterDisposeScope());
    }

    /// <summary>What directions add to the logits, without the division by the length of the whole stream, which is unknown.</summary>
    /// <param name="directions">[F, D].</param>
    /// <returns>[F, V], or <see langword="null"/> where rows are not in the units of the residual stream.</returns>
    public Tensor? Effects(Tensor directions)
    {
        if (hook.Site is HookSite.Heads or HookSite.MlpPost)
        {
            return null;
        }

        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var scaled = model.Parts.FinalNorm.Scale(directions.to(model.Device));
        return scaled.mm(model.Parts.Head.Weight.t()).MoveToOuterDisposeScope();
    }
}
