using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SparsePlugins.Contracts;
using SparsePlugins.Formats;
using SparsePlugins.Interchange.Reading;

namespace SparsePlugins.Interchange;

/// <summary>Our own files of trained dictionaries, which explain themselves; docs/records.md describes them.</summary>
public static class WeightsFile
{
    private static readonly JsonSerializerOptions Style = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private const string Center = "input_center";
    private const string Scale = "input_scale";
    private const string ScaleInverse = "input_scale_inverse";

    /// <summary>The dictionary of a file, and the texts of its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InterchangeException">It is damaged, or no weights file.</exception>
    public static (PortableDictionary Dictionary, IReadOnlyDictionary<string, string> Texts) Read(string path)
    {
        using var tensors = StoredTensors.OpenSafetensors(path);
        var (texts, names) = (tensors.Texts, tensors.Names);
        var (architecture, options) = ArchitectureOf(path, texts);
        var all = names.ToDictionary(name => name, name => tensors.Take(name, [.. tensors.ShapeOf(name)!]));
        foreach (
            var needed in new[]
            {
                ParameterShape.EncoderWeight,
                ParameterShape.EncoderBias,
                ParameterShape.DecoderWeight,
                ParameterShape.DecoderBias,
            }
        )
        {
            Require(path, all.ContainsKey(needed), $"has no tensor '{needed}'; give a file that a run wrote, weights/ID.safetensors");
        }

        Require(path, all[ParameterShape.DecoderWeight].Shape is [> 0, > 0], "'decoder_weight' must be [F, D]");
        var dictionary = new PortableDictionary(
            architecture,
            options,
            all.Where(pair => pair.Key is not (Center or Scale or ScaleInverse)).ToDictionary(),
            new DictionaryOrigin(Tool.SparsePlugins, "", architecture, tensors.DataType)
        )
        {
            Normalization = NormalizationOf(texts),
            Center = all.GetValueOrDefault(Center),
            Scale = all.GetValueOrDefault(Scale),
            ScaleInverse = all.GetValueOrDefault(ScaleInverse),
        };
        return (dictionary with { Origin = OriginOf(texts) ?? dictionary.Origin }, texts);
    }

    /// <summary>Writes a dictionary.</summary>
    /// <param name="stream">At its beginning.</param>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="formula">Of its architecture.</param>
    /// <param name="decoderBias">What the formula does with the decoder bias.</param>
    public static void Write(Stream stream, PortableDictionary dictionary, string formula, string decoderBias) =>
        TensorWriter.Write(stream, Texts(dictionary, formula, decoderBias), Tensors(dictionary));

    private static Dictionary<string, string> Texts(PortableDictionary dictionary, string formula, string decoderBias) =>
        new()
        {
            ["format"] = "pt",
            ["formula"] = dictionary.Normalization.Around(formula),
            ["layout"] =
                "x [B, D] rows of activations; "
                + string.Join("; ", Tensors(dictionary).Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.Shape)}]")),
            ["architecture"] = dictionary.Architecture,
            ["architecture_name"] = dictionary.Architecture,
            ["architecture_options"] = dictionary.Options.ToJsonString(Style),
            ["decoder_bias"] = decoderBias,
            ["input_transform"] = dictionary.Normalization.Name(),
            ["origin"] = JsonSerializer.Serialize(dictionary.Origin, Style),
        };

    private static Dictionary<string, NumberArray> Tensors(PortableDictionary dictionary)
    {
        var tensors = new Dictionary<string, NumberArray>(dictionary.Parameters);
        foreach (
            var (name, value) in new[] { (Center, dictionary.Center), (Scale, dictionary.Scale), (ScaleInverse, dictionary.ScaleInverse) }
        )
        {
            if (value is not null)
            {
                tensors[name] = value;
            }
        }

        return tensors;
    }

    /// <summary>Files of earlier versions have the architecture in <c>spec</c> alone.</summary>
    private static (string Name, JsonObject Options) ArchitectureOf(string path, IReadOnlyDictionary<string, string> texts)
    {
        var spec = Json(texts, "spec")?["autoencoder"] as JsonObject;
        var name = texts.GetValueOrDefault("architecture_name") ?? spec?["use"]?.ToString() ?? "";
        Require(path, name.Length > 0, "doesn't say which architecture it is of; give a file that a run wrote, weights/ID.safetensors");
        return (name, (Json(texts, "architecture_options") ?? spec?["with"]) as JsonObject ?? []);
    }

    private static RowNormalization NormalizationOf(IReadOnlyDictionary<string, string> texts) =>
        Enum.GetValues<RowNormalization>().FirstOrDefault(one => one.Name() == texts.GetValueOrDefault("input_transform"));

    private static DictionaryOrigin? OriginOf(IReadOnlyDictionary<string, string> texts)
    {
        try
        {
            return texts.TryGetValue("origin", out var text) ? JsonSerializer.Deserialize<DictionaryOrigin>(text, Style) : null;
        }
        catch (JsonException)
        {
            return null; // It says where the file is from, and nothing that computes.
        }
    }

    private static JsonNode? Json(IReadOnlyDictionary<string, string> texts, string name)
    {
        try
        {
            return texts.TryGetValue(name, out var text) ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Require(string path, bool isRight, string rule)
    {
        if (!isRight)
        {
            throw new InterchangeException($"{path}: {rule}");
        }
    }
}
