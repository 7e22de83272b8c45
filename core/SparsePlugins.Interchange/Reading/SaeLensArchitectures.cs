using System.Text.Json.Nodes;

namespace SparsePlugins.Interchange.Reading;

/// <summary>The architectures of SAELens as ours.</summary>
internal static class SaeLensArchitectures
{
    private const int DefaultK = 100; // What SAELens 6 takes where cfg.json doesn't say it.

    /// <summary>The architecture with its options.</summary>
    /// <exception cref="InterchangeException">None of ours computes the same.</exception>
    public static (string Name, JsonObject Options) Find(Settings settings, SaeLensVersion version, int features)
    {
        var name = version.IsOld ? OldName(settings) : settings.Text("architecture", "standard");
        var options = new JsonObject { ["decoder_bias"] = true };
        switch (name)
        {
            case "standard":
                options["unit_decoder"] = false;
                return ("relu", options);
            case "topk":
                options["k"] = version.IsOld ? settings.In("activation_fn_kwargs").Size("k") : settings.Integer("k", DefaultK);
                return ("top-k", options);
            case "jumprelu":
                return ("jump-relu", options);
            case "gated":
                return ("gated", options);
            case "batchtopk":
                options["k"] = settings.Size("k");
                return ("batch-top-k", options);
            case "matryoshka_batchtopk":
                options["k"] = settings.Size("k");
                options["prefixes"] = new JsonArray([
                    .. settings
                        .Integers("matryoshka_widths")
                        .Where(size => size < features)
                        .Select(size => (JsonNode)((double)size / features)),
                ]);
                return ("matryoshka", options);
            default:
                throw settings.Refuse(
                    "architecture",
                    "must be standard, topk, jumprelu, gated, batchtopk or matryoshka_batchtopk to be an autoencoder of ours (a transcoder predicts another activation than its input)"
                );
        }
    }

    private static string OldName(Settings settings)
    {
        if (settings.Flag("finetuning_scaling_factor", otherwise: false))
        {
            throw settings.Refuse(
                "finetuning_scaling_factor",
                "must be false, for no architecture of ours multiplies codes by a factor after selecting them"
            );
        }

        var (name, activation) = (settings.Text("architecture", "standard"), settings.Text("activation_fn_str", "relu"));
        return (name, activation) switch
        {
            ("standard" or "topk", "topk") => "topk",
            ("topk", _) or (_, not "relu") => throw settings.Refuse(
                "activation_fn_str",
                $"must be relu, or topk with the architecture standard or topk (it is {name})"
            ),
            _ => name,
        };
    }
}
