using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Reading;

/// <summary>Reads folders of sparsify.</summary>
/// <remarks>Source: EleutherAI/sparsify 1.3, as its files show it.</remarks>
internal static class SparsifyReader
{
    /// <summary>The settings.</summary>
    public const string SettingsFile = "cfg.json";

    /// <summary>The weights.</summary>
    public const string WeightsFile = "sae.safetensors";

    /// <summary>Our parameter of a skip connection.</summary>
    public const string Skip = "skip_weight";

    /// <summary>The dictionary of a folder.</summary>
    /// <exception cref="InterchangeException">It is damaged, or does something that no architecture of ours does.</exception>
    public static PortableDictionary Read(string folder)
    {
        var settings = Settings.Read(Path.Combine(folder, SettingsFile));
        using var tensors = StoredTensors.OpenSafetensors(Path.Combine(folder, WeightsFile));
        var width = settings.Size("d_in");
        var features = settings.Integer("num_latents", 0) is > 0 and var stated ? stated : (long)width * settings.Size("expansion_factor");
        var notes = new List<string>();
        var architecture = Architecture(settings);
        var parameters = Parameters(tensors, width, features);
        if (settings.Flag("transcode", otherwise: false))
        {
            notes.Add(
                "a transcoder: it was trained to predict another activation than its input, so metrics that compare with the input say little"
            );
            parameters =
                architecture == "skip-top-k" ? parameters : parameters.WithInputBias(parameters[ParameterShape.DecoderBias], sign: 1);
        }

        if (architecture == "skip-top-k")
        {
            parameters[Skip] = tensors.Take("W_skip", width, width);
            parameters = settings.Flag("transcode", otherwise: false)
                ? parameters
                : parameters.WithInputBias(parameters[ParameterShape.DecoderBias], sign: -1);
        }

        tensors.RequireNoMore();
        return new PortableDictionary(architecture, Options(settings, architecture), parameters, Origin(settings, tensors, folder, notes));
    }

    private static string Architecture(Settings settings) =>
        (settings.Text("activation", "topk"), settings.Flag("skip_connection", otherwise: false)) switch
        {
            ("topk", false) => "top-k",
            ("topk", true) => "skip-top-k",
            ("groupmax", false) => "group-max",
            ("groupmax", true) => throw settings.Refuse(
                "activation",
                "must be topk beside a skip connection, for no other architecture of ours has one"
            ),
            _ => throw settings.Refuse("activation", "must be topk or groupmax"),
        };

    private static Dictionary<string, NumberArray> Parameters(StoredTensors tensors, int width, long features) =>
        new()
        {
            [ParameterShape.EncoderWeight] = tensors.Take("encoder.weight", features, width),
            [ParameterShape.EncoderBias] = tensors.Take("encoder.bias", features),
            [ParameterShape.DecoderWeight] = tensors.Take("W_dec", features, width),
            [ParameterShape.DecoderBias] = tensors.Take("b_dec", width),
        };

    private static JsonObject Options(Settings settings, string architecture)
    {
        var options = new JsonObject { ["k"] = settings.Size("k") };
        if (architecture != "skip-top-k")
        {
            options["decoder_bias"] = true;
        }

        return options;
    }

    private static DictionaryOrigin Origin(Settings settings, StoredTensors tensors, string folder, List<string> notes) =>
        new(Tool.Sparsify, "", settings.Text("activation", "topk"), tensors.DataType)
        {
            Hook = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)),
            Notes = notes,
        };
}
