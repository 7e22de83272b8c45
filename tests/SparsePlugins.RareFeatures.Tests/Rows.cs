using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests;

/// <summary>Matrices for tests.</summary>
internal static class Rows
{
    /// <summary>Numbers as rows of a width.</summary>
    internal static Matrix Of(int width, params float[] values) => new(values, width);

    /// <summary>Standard normal numbers; the same for the same seed.</summary>
    internal static Matrix Normal(int rows, int width, ulong seed = 1)
    {
        var random = new RandomStream(seed);
        return new Matrix([.. Enumerable.Range(0, rows * width).Select(_ => (float)Normal(random))], width);
    }

    /// <summary>Clouds of radius about 0.1 around centres, row by row in turn.</summary>
    internal static Matrix Clouds(int rows, params float[][] centres)
    {
        var noise = Normal(rows, centres[0].Length);
        var values = noise.Values.Select((value, i) => 0.1f * value + centres[i / noise.Width % centres.Length][i % noise.Width]);
        return new Matrix([.. values], noise.Width);
    }

    /// <summary>The rows as arrays.</summary>
    internal static float[][] ToArrays(this Matrix matrix) => [.. matrix.Values.Chunk(matrix.Width)];

    /// <summary>[N, D].</summary>
    internal static Tensor ToTensor(this Matrix matrix) => tensor(matrix.Values, [matrix.Rows, matrix.Width]);

    /// <summary>Every number changed.</summary>
    internal static Matrix Select(this Matrix matrix, Func<float, float> change) => new([.. matrix.Values.Select(change)], matrix.Width);

    /// <summary>Euclidean distance, in float64.</summary>
    internal static double Distance(float[] left, float[] right) =>
        Math.Sqrt(left.Zip(right, (x, y) => ((double)x - y) * ((double)x - y)).Sum());

    // Box and Muller.
    private static double Normal(RandomStream random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.Uniform())) * Math.Cos(2 * Math.PI * random.Uniform());
}
