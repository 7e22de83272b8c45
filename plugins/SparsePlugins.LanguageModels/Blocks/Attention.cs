using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels;

/// <summary>Attention of several heads, each position over itself and those before it.</summary>
/// <param name="Query">D to H d.</param>
/// <param name="Key">D to K d.</param>
/// <param name="Value">D to K d.</param>
/// <param name="Output">H d to D.</param>
/// <param name="Heads">H.</param>
/// <param name="KeyHeads">K, a divisor of H: H / K consecutive heads share keys and values.</param>
/// <param name="Scale">[], which the scores are multiplied by; <see langword="null"/> for 1.</param>
internal sealed record Attention(Linear Query, Linear Key, Linear Value, Linear Output, int Heads, int KeyHeads, Tensor? Scale)
{
    /// <summary>Rotates queries and keys, where the family does.</summary>
    public Rotary? Rotary { get; init; }

    /// <summary>How many positions are seen, with the position itself; <see langword="null"/> for all.</summary>
    public int? Window { get; init; }

    /// <summary>H d.</summary>
    public int Width => (int)Query.Weight.shape[0];

    /// <summary>What is added to the residual stream.</summary>
    /// <param name="input">[B, T, D], normalized.</param>
    /// <param name="pass">Of T positions.</param>
    /// <param name="hooks">Of the block's layer.</param>
    /// <returns>[B, T, D].</returns>
    public Tensor Forward(Tensor input, PassShape pass, LayerHooks hooks)
    {
        var (query, key) = (Split(Query.Apply(input), Heads), Split(Key.Apply(input), KeyHeads));
        if (Rotary is not null)
        {
            var angles = pass.Angles(Rotary);
            (query, key) = (Rotary.Apply(query, angles), Rotary.Apply(key, angles));
        }

        query = Scale is null ? query : query * Scale;
        var scores = query.matmul(Share(key).transpose(2, 3)).add_(pass.Mask(Window)); // [B, H, T, T]
        var mixed = scores.softmax(dim: -1).matmul(Share(Split(Value.Apply(input), KeyHeads))); // [B, H, T, d]
        var joined = mixed.transpose(1, 2).reshape(input.shape[0], input.shape[1], Width);
        return Output.Apply(hooks.Visit(HookSite.Heads, joined));
    }

    // [B, T, n d] to [B, n, T, d]
    private static Tensor Split(Tensor rows, int heads) =>
        rows.view(rows.shape[0], rows.shape[1], heads, rows.shape[2] / heads).transpose(1, 2);

    // [B, K, T, d] to [B, H, T, d]
    private Tensor Share(Tensor heads) => KeyHeads == Heads ? heads : heads.repeat_interleave(Heads / KeyHeads, dim: 1);
}
