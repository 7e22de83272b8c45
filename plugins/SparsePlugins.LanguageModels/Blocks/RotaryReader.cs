namespace SparsePlugins.LanguageModels;

/// <summary>Reads how a model rotates, from configurations of both forms: keys of their own, or all in <c>rope_parameters</c> (version 5).</summary>
/// <remarks>Source of the scaled frequencies: Hugging Face transformers, <c>modeling_rope_utils.py</c>; Meta's Llama 3.1 for <c>llama3</c>.</remarks>
internal static class RotaryReader
{
    /// <summary>The frequencies, kept with the weights.</summary>
    /// <param name="config">The model's settings.</param>
    /// <param name="weights">Keeps them.</param>
    /// <param name="headDim">d, of a head.</param>
    /// <param name="baseKey">The older key of the base.</param>
    /// <param name="share">The part of a head that is rotated, where nothing states it.</param>
    /// <exception cref="InvalidDataException">It is stated in a way that isn't read.</exception>
    public static Rotary Read(ModelConfig config, WeightReader weights, int headDim, string baseKey = "rope_theta", double share = 1)
    {
        var section = config.Section("rope_parameters") ?? config.Section("rope_scaling");
        var theta = config.Positive(baseKey, config.Positive("rope_theta", 10000));
        theta = section?.Positive("rope_theta", theta) ?? theta;
        share = config.Positive("rotary_pct", config.Positive("partial_rotary_factor", share));
        share = section?.Positive("partial_rotary_factor", share) ?? share;
        var rotated = (int)(headDim * share);
        if (rotated < 2 || rotated > headDim || rotated % 2 != 0)
        {
            var key = config.Has("rotary_pct") ? "rotary_pct" : "partial_rotary_factor";
            throw config.Refuse(key, $"must rotate an even number of the {headDim} elements of a head, and at least 2");
        }

        var frequencies = Enumerable.Range(0, rotated / 2).Select(j => Math.Pow(theta, -2.0 * j / rotated));
        return new Rotary(weights.Constants([.. frequencies.Select(frequency => (float)Scale(config, section, frequency))]));
    }

    private static double Scale(ModelConfig config, ModelConfig? section, double frequency)
    {
        var key = section?.Has("rope_type") ?? true ? "rope_type" : "type"; // older files
        return section?.Text(key, "default") switch
        {
            null or "default" => frequency,
            "linear" => frequency / Factor(section),
            "llama3" => ScaleAsLlama3(config, section, frequency),
            _ => throw section.Refuse(key, "must be default, linear or llama3", "choose a model of one of these"),
        };
    }

    private static double Factor(ModelConfig section) =>
        section.Has("factor") ? section.Positive("factor", 1) : throw section.Refuse("factor", "must be a number above 0");

    /// <summary>Short waves stay, long ones are stretched by the factor, and those between are mixed.</summary>
    private static double ScaleAsLlama3(ModelConfig config, ModelConfig section, double frequency)
    {
        var (low, high) = (section.Positive("low_freq_factor", 1), section.Positive("high_freq_factor", 4));
        var trained = section.Positive("original_max_position_embeddings", config.Size("max_position_embeddings"));
        var turns = trained * frequency / (2 * Math.PI); // of this frequency in the original context
        var unscaled = high == low ? (turns < low ? 0 : 1) : Math.Clamp((turns - low) / (high - low), 0, 1);
        return (unscaled * frequency) + ((1 - unscaled) * frequency / Factor(section));
    }
}
