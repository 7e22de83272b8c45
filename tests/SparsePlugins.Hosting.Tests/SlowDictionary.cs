using SparsePlugins.Contracts;
using SparsePlugins.Interchange;

namespace SparsePlugins.Hosting.Tests;

/// <summary>A ReLU dictionary of a weights file in loops over numbers.</summary>
/// <param name="dictionary">What the file holds.</param>
internal sealed class SlowDictionary(PortableDictionary dictionary)
{
    private readonly int _width = dictionary.ActivationDim;

    /// <summary>That of a run.</summary>
    public static SlowDictionary Of(Bench bench, string id) => new(WeightsFile.Read(bench.Store.Weights.PathOf(id)).Dictionary);

    /// <summary>Decoder rows in the units of the source: times the inverse of what rows were multiplied by.</summary>
    public float[][] Rows =>
        [
            .. Matrix(ParameterShape.DecoderWeight)
                .Select(row => dictionary.ScaleInverse is { } inverse ? Times(row, [.. inverse.Values.Chunk(_width)]) : row),
        ];

    /// <summary>The codes of rows that nothing is done to.</summary>
    public double[][] Codes(float[][] rows)
    {
        Assert.Equal("relu", dictionary.Architecture);
        Assert.Null(dictionary.Scale);
        var (encoder, bias) = (Matrix(ParameterShape.EncoderWeight), Values(ParameterShape.EncoderBias));
        return [.. rows.Select(row => encoder.Select((weights, f) => Math.Max(0, Dot(weights, row) + bias[f])).ToArray())];
    }

    /// <summary>The cosine of two rows.</summary>
    public static double Cosine(float[] one, float[] other) => Dot(one, other) / Math.Sqrt(Dot(one, one) * Dot(other, other));

    private static double Dot(float[] one, float[] other) => one.Zip(other).Sum(pair => (double)pair.First * pair.Second);

    private static float[] Times(float[] row, float[][] matrix) =>
        [.. row.Select((_, column) => (float)row.Select((value, i) => (double)value * matrix[i][column]).Sum())];

    private float[][] Matrix(string name) => [.. Values(name).Chunk(_width)];

    private float[] Values(string name) => [.. dictionary.Parameters[name].Values];
}
