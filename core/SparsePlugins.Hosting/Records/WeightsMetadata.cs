using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SparsePlugins.Contracts;
using SparsePlugins.Planning;
using SparsePlugins.Reporting;

namespace SparsePlugins.Hosting.Records;

/// <summary>The texts in the header of a weights file: what a reader needs who has nothing but the file. docs/weights.md lists them.</summary>
internal static class WeightsMetadata
{
    private static readonly JsonSerializerOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The texts, by name.</summary>
    /// <param name="record">The run.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="evaluationRows">Rows that its measurements are of.</param>
    public static IEnumerable<KeyValuePair<string, string>> Create(RunRecord record, RunSpec spec, long evaluationRows) =>
        [
            new("format", "pt"),
            new("run", record.Id),
            new("formula", FormulaOf(spec.Autoencoder)),
            new("layout", LayoutOf(spec.Autoencoder)),
            new("measurements", MeasurementsOf(record)),
            new("evaluation", EvaluationOf(record, evaluationRows)),
            new("versions", VersionsOf(record.Environment)),
            new("seed", Text(record.Seed)),
            new("source", record.Source),
            new("initializer", record.Initializer),
            new("reinitializer", record.Reinitializer),
            new("steps", Text(record.Steps)),
            new("spec", record.Spec),
        ];

    /// <summary>What <see cref="Training.Autoencoder"/> computes, as numpy would write it.</summary>
    private static string FormulaOf(AutoencoderSpec autoencoder)
    {
        var input = autoencoder.DecoderBias ? "(x - decoder_bias)" : "x";
        var codes = $"relu({input} @ encoder_weight.T + encoder_bias)";
        var kept = autoencoder.K is { } k && k < autoencoder.Features ? Invariant($"topk_{k}({codes})") : codes;
        return $"codes = {kept}; x_hat = codes @ decoder_weight{(autoencoder.DecoderBias ? " + decoder_bias" : "")}";
    }

    private static string LayoutOf(AutoencoderSpec autoencoder)
    {
        var bias = autoencoder.DecoderBias ? "" : ", not part of this architecture";
        var topK =
            autoencoder.K is { } k && k < autoencoder.Features
                ? Invariant($"; topk_{k} keeps the {k} largest of a row, of equal ones that of the lower feature, and makes the others 0")
                : "";
        return "x [B, D] rows of activations as the source gives them; encoder_weight [F, D], row f reads feature f; encoder_bias [F]; "
            + $"decoder_weight [F, D], row f is the direction of feature f and has length 1; decoder_bias [D]{bias}{topK}";
    }

    /// <summary>The last measurement of each kind, as JSON; null where it is undefined.</summary>
    private static string MeasurementsOf(RunRecord record)
    {
        var last = record
            .Curves.Where(curve => curve.Steps is [.., var step] && step == record.Steps)
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

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
