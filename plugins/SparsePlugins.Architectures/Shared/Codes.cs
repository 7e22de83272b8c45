using System.Globalization;
using static TorchSharp.torch;

namespace SparsePlugins.Architectures.Shared;

/// <summary>What several architectures do with codes.</summary>
internal static class Codes
{
    /// <summary>1 where a value is among the k largest of its row, of equal ones those of the lowest columns; no gradient flows through it.</summary>
    /// <param name="values">[R, C].</param>
    /// <param name="k">At least 1, less than C.</param>
    public static Tensor Largest(Tensor values, long k)
    {
        using var _ = no_grad();
        var least = values.topk((int)k).values[.., ^1..]; // [R, 1]
        var above = values > least;
        var equal = values == least;
        var room = above.sum(dim: 1, keepdim: true).neg_().add_(k); // [R, 1] at least 1
        return above | (equal & (equal.cumsum(1) <= room));
    }

    /// <summary>The k largest codes of each row; the others are 0.</summary>
    /// <param name="codes">[R, C] of at least 0.</param>
    /// <param name="k">At least 1.</param>
    public static Tensor KeepLargest(Tensor codes, int k) => k < codes.shape[1] ? codes * Largest(codes, k) : codes;

    /// <summary>Refuses an option that asks for more codes than there are features.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void RequireAtMost(string property, string option, int value, int features)
    {
        if (value > features)
        {
            throw new ArgumentException(
                $"{option} must be at most the {features} features, got {value}; write {option}: {features} or less",
                property
            );
        }
    }

    /// <summary>The pre-activations of a formula.</summary>
    public static string PreActivations(bool decoderBias) =>
        $"{(decoderBias ? "(x - decoder_bias)" : "x")} @ encoder_weight.T + encoder_bias";

    /// <summary>The reconstruction of a formula.</summary>
    public static string Decoded(bool decoderBias) => "x_hat = codes @ decoder_weight" + (decoderBias ? " + decoder_bias" : "");

    /// <summary>A number as formulas write it.</summary>
    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
