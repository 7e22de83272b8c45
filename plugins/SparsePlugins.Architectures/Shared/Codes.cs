using System.Globalization;

namespace SparsePlugins.Architectures.Shared;

/// <summary>What several architectures do with codes.</summary>
internal static class Codes
{
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
