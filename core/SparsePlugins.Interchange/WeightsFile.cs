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
        RequireShapes(path, all);
        var dictionary = new PortableDictionary(
            architecture,
            options,
            all.Where(pair => pair.Key is not (Center or Scale or ScaleInverse)).ToDictionary(),
            new DictionaryOrigin(Tool.SparsePlugins, "", architecture, tensors.DataType)
        )
        {
            Normalization = NormalizationOf(path, texts),
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

    /// <summary>What is done to a row by itself; what is done to all rows alike is in tensors, whose names a run writes there.</summary>
    private static RowNormalization NormalizationOf(string path, IReadOnlyDictionary<string, string> texts)
    {
        var stated = texts.GetValueOrDefault("input_transform", RowNormalization.None.Name());
        var known = Enum.GetValues<RowNormalization>();
        var isOfTensors = stated.Split(", ").All(name => name is Center or Scale or ScaleInverse);
        Require(
            path,
            isOfTensors || known.Any(one => one.Name() == stated),
            $"has the input_transform '{stated}'; known are {string.Join(", ", known.Select(one => one.Name()))}, {Center} and {Scale}; write it again with this version"
        );
        return known.FirstOrDefault(one => one.Name() == stated);
    }

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

    private static void RequireShapes(string path, Dictionary<string, NumberArray> all)
    {
        Require(
            path,
            all.TryGetValue(ParameterShape.DecoderWeight, out var decoder),
            $"has no tensor '{ParameterShape.DecoderWeight}'; give a file that a run wrote"
        );
        Require(path, decoder!.Shape is [> 0, > 0], $"'{ParameterShape.DecoderWeight}' must be [F, D]");
        var (features, width) = (decoder.Shape[0], decoder.Shape[1]);
        RequireShape(ParameterShape.EncoderWeight, isNeeded: true, [features, width]);
        RequireShape(ParameterShape.EncoderBias, isNeeded: true, [features]);
        RequireShape(ParameterShape.DecoderBias, isNeeded: true, [width]);
        RequireShape(Center, isNeeded: false, [width]);
        var isMatrix = all.TryGetValue(Scale, out var scale) && scale.Shape.Count == 2;
        RequireShape(Scale, isNeeded: false, isMatrix ? [width, width] : [scale?.Shape is [1] ? 1 : width]);
        RequireShape(ScaleInverse, isNeeded: isMatrix, [width, width]);
        RequireShape(Folding.MagnitudeScale, isNeeded: false, [features]);
        RequireShape(Folding.MagnitudeBias, isNeeded: false, [features]);
        RequireShape(Folding.Threshold, isNeeded: false, [all.GetValueOrDefault(Folding.Threshold)?.Shape is [1] ? 1 : features]);

        void RequireShape(string name, bool isNeeded, long[] shape)
        {
            var given = all.GetValueOrDefault(name);
            Require(path, given is not null || !isNeeded, $"has no tensor '{name}'; give a file that a run wrote");
            Require(
                path,
                given is null || given.Shape.SequenceEqual(shape),
                $"'{name}' must be [{string.Join(", ", shape)}], is [{string.Join(", ", given?.Shape ?? [])}]"
            );
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
