using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Records;
using static TorchSharp.torch;

namespace SparsePlugins.Storage;

/// <summary>The texts in the header of a weights file: what a reader needs who has nothing but the file. docs/records.md lists them.</summary>
public static class WeightsMetadata
{
    private static readonly JsonSerializerOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The texts, by name.</summary>
    /// <param name="record">The run.</param>
    /// <param name="architecture">Its label.</param>
    /// <param name="formula">Of its architecture.</param>
    /// <param name="parameters">What it trained.</param>
    /// <param name="inputs">Tensors, by name, of what is done to rows before the autoencoder sees them.</param>
    /// <param name="evaluationRows">Rows that its measurements are of.</param>
    public static IEnumerable<KeyValuePair<string, string>> Create(
        RunRecord record,
        string architecture,
        string formula,
        ParameterSet parameters,
        IEnumerable<KeyValuePair<string, Tensor>> inputs,
        long evaluationRows
    ) =>
        [
            new("format", "pt"),
            new("run", record.Id),
            new("formula", formula),
            new("layout", LayoutOf(parameters, inputs)),
            new("architecture_name", AutoencoderOf(record)?["use"]?.ToString() ?? ""),
            new("architecture_options", AutoencoderOf(record)?["with"]?.ToJsonString(Style) ?? "{}"),
            new("decoder_bias", DecoderBiasOf(formula)),
            new("input_transform", string.Join(", ", inputs.Select(input => input.Key).DefaultIfEmpty("none"))),
            new("measurements", MeasurementsOf(record)),
            new("evaluation", EvaluationOf(record, evaluationRows)),
            new("versions", VersionsOf(record.Environment)),
            new("seed", Text(record.Seed)),
            new("source", record.Source),
            new("architecture", architecture),
            new("initializer", record.Initializer),
            new("reinitializer", record.Reinitializer),
            new("steps", Text(record.Steps)),
            new("spec", record.Spec),
        ];

    /// <summary>What a formula does with the decoder bias: <c>subtracted</c> from x before encoding and added after decoding, only <c>added</c>, or <c>none</c>.</summary>
    /// <param name="formula">Of an architecture.</param>
    public static string DecoderBiasOf(string formula) =>
        formula.Contains("- decoder_bias", StringComparison.Ordinal) ? "subtracted"
        : formula.Contains("decoder_bias", StringComparison.Ordinal) ? "added"
        : "none";

    private static JsonNode? AutoencoderOf(RunRecord record) => JsonNode.Parse(record.Spec)?["autoencoder"];

    private static string LayoutOf(ParameterSet parameters, IEnumerable<KeyValuePair<string, Tensor>> inputs) =>
        "x [B, D] rows of activations as the source gives them; "
        + string.Join("; ", [.. parameters.Entries.Select(Describe).OfType<string>(), .. inputs.Select(Describe)]);

    private static string Describe(KeyValuePair<string, Tensor> input) =>
        $"{input.Key} [{string.Join(", ", input.Value.shape)}], applied to x before encoding";

    private static string? Describe(NamedParameter parameter) =>
        parameter.Name switch
        {
            ParameterShape.EncoderWeight => "encoder_weight [F, D], row f reads feature f",
            ParameterShape.EncoderBias => "encoder_bias [F]",
            ParameterShape.DecoderWeight => "decoder_weight [F, D], row f is the direction of feature f"
                + (parameter.UnitRows ? " and has length 1" : ""),
            ParameterShape.DecoderBias when parameter.Role == ParameterRole.Buffer => "decoder_bias [D], not part of this architecture",
            ParameterShape.DecoderBias => "decoder_bias [D]",
            _ when parameter.Role == ParameterRole.TrainingBuffer => null,
            _ => $"{parameter.Name} [{string.Join(", ", parameter.Value.shape)}]"
                + (parameter.Role == ParameterRole.FeatureRows ? ", row f belongs to feature f" : ""),
        };

    /// <summary>The last measurement of each kind, as JSON; null where it is undefined.</summary>
    private static string MeasurementsOf(RunRecord record)
    {
        var last = record
            .Curves.Where(curve => !curve.Facts.ReportedAs.IsSchedule && curve.Steps is [.., var step] && step == record.Steps)
            .Select(curve => KeyValuePair.Create(curve.Measurement, NumberOf(curve.Values[^1])));
        return new JsonObject(last).ToJsonString(Style);
    }

    private static JsonNode? NumberOf(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>What the measurements are of; which rows those are follows from the source, its options and the seed.</summary>
    private static string EvaluationOf(RunRecord record, long rows)
    {
        var source = JsonNode.Parse(record.Spec)?["source"];
        return new JsonObject
        {
            ["rows"] = rows,
            ["split"] = "evaluation: rows that the source never gives for training",
            ["seed"] = record.Seed,
            ["source"] = source?.DeepClone(),
        }.ToJsonString(Style);
    }

    private static string VersionsOf(RunEnvironment environment) =>
        new JsonObject
        {
            ["sparse"] = environment.Version,
            ["contracts"] = typeof(AutoencoderWeights).Assembly.GetName().Version?.ToString(3),
            ["libtorch"] = environment.LibTorch,
            ["torchsharp"] = environment.TorchSharp,
            ["dotnet"] = environment.Dotnet,
            ["arithmetic"] = environment.Arithmetic,
        }.ToJsonString(Style);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
