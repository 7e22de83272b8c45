using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>z ~ N(0, S), where S is a random symmetric matrix with a diagonal raised until it is positive definite.</summary>
/// <remarks>
/// Source: the known replication code of Sharkey, Braun, Millidge 2022. Entries U(0, 1); where the smallest eigenvalue is negative, 1.001
/// times its size is added to the diagonal. S is not rescaled to a correlation matrix.
/// Departures: an entry is one uniform number; the replication code averages a uniform matrix with its transpose.
/// </remarks>
internal sealed class CorrelatedNormal
{
    // Columns of the Cholesky factor L of S, each from its diagonal down: z = L n, column by column.
    private readonly float[][] _columns;

    private CorrelatedNormal(float[][] columns) => _columns = columns;

    /// <summary>Draws S and factors it, on the CPU in float64.</summary>
    /// <param name="size">G.</param>
    /// <param name="random">Where S comes from.</param>
    public static CorrelatedNormal Create(int size, FastRandom random)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var covariance = tensor(SymmetricUniform(size, random), dtype: ScalarType.Float64).reshape(size, size);
        var smallest = linalg.eigvalsh(covariance)[0].item<double>();
        var definite = covariance + (Math.Max(0, -1.001 * smallest) * eye(size, dtype: ScalarType.Float64));
        var factor = linalg.cholesky(definite).to_type(ScalarType.Float32).t().contiguous().data<float>().ToArray();
        return new CorrelatedNormal([
            .. Enumerable.Range(0, size).Select(column => factor[((column * size) + column)..((column + 1) * size)]),
        ]);
    }

    /// <summary>Writes several draws at once, so that a column of the factor is fetched from memory once for all.</summary>
    /// <param name="z">[C * G], draw after draw.</param>
    /// <param name="count">C.</param>
    /// <param name="random">Gives C * G normals.</param>
    public void Draw(Span<float> z, int count, FastRandom random)
    {
        z.Clear();
        var size = _columns.Length;
        for (var column = 0; column < size; column++)
        {
            for (var draw = 0; draw < count; draw++)
            {
                var rest = z.Slice((draw * size) + column, size - column);
                Rows.AddScaled(rest, _columns[column], (float)random.NextGaussian());
            }
        }
    }

    private static double[] SymmetricUniform(int size, FastRandom random)
    {
        var matrix = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                matrix[(row * size) + column] = matrix[(column * size) + row] = random.NextPositive();
            }
        }

        return matrix;
    }
}
