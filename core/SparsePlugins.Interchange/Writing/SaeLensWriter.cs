using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Writing;

/// <summary>Writes folders that <c>SAE.load_from_disk</c> of SAELens 6 reads.</summary>
/// <remarks>Source: the settings and tensors that decoderesearch/SAELens 6.39 writes itself.</remarks>
internal static class SaeLensWriter
{
    /// <summary>The version whose layout it is.</summary>
    private const string Version = "6.39.0";

    /// <summary>Settings and tensors.</summary>
    /// <exception cref="InterchangeException">SAELens has no such architecture.</exception>
    public static (JsonObject Settings, IReadOnlyDictionary<string, NumberArray> Tensors) Convert(
        PortableDictionary dictionary,
        JsonObject provenance
    )
    {
        var name = ArchitectureOf(dictionary);
        var parameters = dictionary.Parameters;
        var tensors = new Dictionary<string, NumberArray>
        {
            ["W_enc"] = parameters[ParameterShape.EncoderWeight].Transposed(),
            [name == "gated" ? "b_gate" : "b_enc"] = parameters[ParameterShape.EncoderBias],
            ["W_dec"] = parameters[ParameterShape.DecoderWeight],
            ["b_dec"] = parameters[ParameterShape.DecoderBias],
        };
        if (name == "jumprelu")
        {
            tensors["threshold"] = Thresholds(dictionary);
        }
        else if (name == "gated")
        {
            tensors["r_mag"] = dictionary.Own(Folding.MagnitudeScale);
            tensors["b_mag"] = dictionary.Own(Folding.MagnitudeBias);
        }

        return (Settings(dictionary, name, provenance), tensors);
    }

    private static string ArchitectureOf(PortableDictionary dictionary) =>
        dictionary.Architecture switch
        {
            "relu" or "group-bias-adaptation" => "standard",
            "top-k" => "topk",
            "jump-relu" or "batch-top-k" or "matryoshka" => "jumprelu",
            "gated" => "gated",
            var other => throw new InterchangeException(
                $"saelens: SAELens has no architecture that computes what '{other}' does; it has standard, topk, jumprelu and gated"
            ),
        };

    /// <summary>One for each feature, at least 0; SAELens' own training writes a threshold that all share in all places, too.</summary>
    private static NumberArray Thresholds(PortableDictionary dictionary)
    {
        var stored = dictionary.Own(Folding.Threshold).Values;
        var values = new float[dictionary.Features];
        for (var f = 0; f < values.Length; f++)
        {
            values[f] = Math.Max(0, stored.Length == 1 ? stored[0] : stored[f]);
        }

        return new([values.Length], values);
    }

    private static JsonObject Settings(PortableDictionary dictionary, string name, JsonObject provenance)
    {
        var hook = dictionary.Origin.Hook;
        var settings = new JsonObject
        {
            ["architecture"] = name,
            ["d_in"] = dictionary.ActivationDim,
            ["d_sae"] = dictionary.Features,
            ["dtype"] = "float32",
            ["device"] = "cpu",
            ["apply_b_dec_to_input"] = true,
            ["normalize_activations"] = dictionary.Normalization switch
            {
                RowNormalization.ConstantNorm => "constant_norm_rescale",
                RowNormalization.LayerNorm => "layer_norm",
                _ => "none",
            },
            ["reshape_activations"] = hook.EndsWith("hook_z", StringComparison.Ordinal) ? "hook_z" : "none",
            ["metadata"] = Metadata(dictionary.Origin, provenance),
        };
        if (name == "topk")
        {
            settings["k"] = dictionary.K;
            settings["rescale_acts_by_decoder_norm"] = false;
        }

        return settings;
    }

    private static JsonObject Metadata(DictionaryOrigin origin, JsonObject provenance)
    {
        var metadata = new JsonObject
        {
            ["sae_lens_version"] = Version,
            ["sae_lens_training_version"] = null,
            ["model_name"] = origin.Model.Length > 0 ? origin.Model : null,
            ["hook_name"] = origin.Hook.Length > 0 ? origin.Hook : null,
            ["hook_head_index"] = null,
            ["model_from_pretrained_kwargs"] = new JsonObject(),
            ["seqpos_slice"] = new JsonArray((JsonNode?)null),
        };
        metadata["sparseplugins"] = provenance.DeepClone();
        return metadata;
    }
}
