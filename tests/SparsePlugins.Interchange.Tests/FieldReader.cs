using System.Runtime.InteropServices;
using System.Text.Json;

namespace SparsePlugins.Interchange.Tests;

/// <summary>
/// Reads exported folders as the tools' own formats say, in plain loops of float64 and with nothing of the exporter: which tensors there are and no others, their
/// shapes and dtypes, that they lie row by row, and what the tool computes with them.
/// </summary>
internal sealed class FieldReader
{
    private readonly JsonElement _settings;
    private readonly Dictionary<string, (string DataType, long[] Shape, float[] Values)> _tensors = [];

    private FieldReader(JsonElement settings) => _settings = settings;

    /// <summary>The tensors, and what was found of them.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    public JsonElement Settings => _settings;

    public static FieldReader SaeLens(string folder)
    {
        var reader = Open(folder, "cfg.json", "sae_weights.safetensors");
        var (d, f, name) = (reader.Integer("d_in"), reader.Integer("d_sae"), reader._settings.GetProperty("architecture").GetString());
        reader.RequireExactly([
            ("W_enc", [d, f]),
            ("W_dec", [f, d]),
            ("b_dec", [d]),
            .. name switch
            {
                "standard" or "topk" => new (string, long[])[] { ("b_enc", [f]) },
                "jumprelu" => [("b_enc", [f]), ("threshold", [f])],
                "gated" => [("b_gate", [f]), ("b_mag", [f]), ("r_mag", [f])],
                _ => throw new InvalidDataException($"SAELens has no architecture {name}"),
            },
        ]);
        Assert.True(
            Version.Parse(reader._settings.GetProperty("metadata").GetProperty("sae_lens_version").GetString()!) >= new Version(6, 0, 0)
        );
        Assert.Equal("float32", reader._settings.GetProperty("dtype").GetString());
        Assert.False(
            File.ReadAllBytes(Path.Combine(folder, "cfg.json")).AsSpan().StartsWith("\uFEFF"u8),
            "cfg.json begins with a byte order mark"
        );
        return reader;
    }

    public static FieldReader Sparsify(string folder)
    {
        var reader = Open(folder, "cfg.json", "sae.safetensors");
        var (d, f) = (reader.Integer("d_in"), reader.Integer("num_latents"));
        (string, long[])[] expected = [("encoder.weight", [f, d]), ("encoder.bias", [f]), ("W_dec", [f, d]), ("b_dec", [d])];
        reader.RequireExactly(reader._settings.GetProperty("skip_connection").GetBoolean() ? [.. expected, ("W_skip", [d, d])] : expected);
        return reader;
    }

    /// <summary>The codes and the reconstruction of a row by the formula of SAELens.</summary>
    public (double[] Codes, double[] Reconstruction) RunSaeLens(float[] x)
    {
        var (d, f) = ((int)Integer("d_in"), (int)Integer("d_sae"));
        var (mean, factor, undo) = Normalization(x);
        var z = x.Select(
                (value, i) => ((value - mean) * factor) - (_settings.GetProperty("apply_b_dec_to_input").GetBoolean() ? Of("b_dec")[i] : 0)
            )
            .ToArray();
        var projected = Enumerable.Range(0, f).Select(j => Enumerable.Range(0, d).Sum(i => z[i] * Of("W_enc")[(i * f) + j])).ToArray();
        var codes = _settings.GetProperty("architecture").GetString() switch
        {
            "standard" => projected.Select((p, j) => Math.Max(0, p + Of("b_enc")[j])),
            "jumprelu" => projected.Select((p, j) => p + Of("b_enc")[j] > Of("threshold")[j] ? Math.Max(0, p + Of("b_enc")[j]) : 0),
            "gated" => projected.Select(
                (p, j) => p + Of("b_gate")[j] > 0 ? Math.Max(0, (p * Math.Exp(Of("r_mag")[j])) + Of("b_mag")[j]) : 0
            ),
            _ => Largest([.. projected.Select((p, j) => p + Of("b_enc")[j])], (int)Integer("k")),
        };
        double[] kept = [.. codes];
        var decoded = Enumerable
            .Range(0, d)
            .Select(i => Enumerable.Range(0, f).Sum(j => kept[j] * Of("W_dec")[(j * d) + i]) + Of("b_dec")[i]);
        return (kept, [.. decoded.Select(value => (value * undo) + mean)]);
    }

    /// <summary>The length of a decoder row.</summary>
    public double RowLength(int feature)
    {
        var d = (int)Integer("d_in");
        return Math.Sqrt(Enumerable.Range(0, d).Sum(i => Math.Pow(Of("W_dec")[(feature * d) + i], 2)));
    }

    private static IEnumerable<double> Largest(double[] values, int k)
    {
        var kept = Enumerable.Range(0, values.Length).OrderByDescending(j => values[j]).ThenBy(j => j).Take(k).ToHashSet();
        return values.Select((value, j) => kept.Contains(j) ? Math.Max(0, value) : 0);
    }

    private (double Mean, double Factor, double Undo) Normalization(float[] x)
    {
        switch (_settings.GetProperty("normalize_activations").GetString())
        {
            case "constant_norm_rescale":
                var factor = Math.Sqrt(x.Length) / Math.Sqrt(x.Sum(value => (double)value * value));
                return (0, factor, 1 / factor);
            case "layer_norm":
                var mean = x.Average(value => (double)value);
                var spread = Math.Sqrt(x.Sum(value => Math.Pow(value - mean, 2)) / (x.Length - 1));
                return (mean, 1 / (spread + 1e-5), spread);
            default:
                return (0, 1, 1);
        }
    }

    private static FieldReader Open(string folder, string settings, string weights)
    {
        var reader = new FieldReader(JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, settings))).RootElement);
        var bytes = File.ReadAllBytes(Path.Combine(folder, weights));
        var start = 8 + (int)BitConverter.ToUInt64(bytes);
        foreach (
            var tensor in JsonDocument
                .Parse(bytes.AsMemory(8..start))
                .RootElement.EnumerateObject()
                .Where(one => one.Name != "__metadata__")
        )
        {
            var offsets = tensor.Value.GetProperty("data_offsets").EnumerateArray().Select(one => one.GetInt32()).ToArray();
            var shape = tensor.Value.GetProperty("shape").EnumerateArray().Select(one => one.GetInt64()).ToArray();
            Assert.Equal(shape.Aggregate(4L, (product, side) => product * side), offsets[1] - offsets[0]);
            var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start)[offsets[0]..offsets[1]]).ToArray();
            reader._tensors.Add(tensor.Name, (tensor.Value.GetProperty("dtype").GetString()!, shape, values));
        }

        return reader;
    }

    private void RequireExactly((string Name, long[] Shape)[] expected)
    {
        Assert.Equal(expected.Select(one => one.Name).Order(StringComparer.Ordinal), _tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, one => Assert.Equal(one.Shape, _tensors[one.Name].Shape));
        Assert.All(_tensors.Values, tensor => Assert.Equal("F32", tensor.DataType));
    }

    private float[] Of(string name) => _tensors[name].Values;

    private long Integer(string key) => _settings.GetProperty(key).GetInt64();
}
