using SparsePlugins.Formats;

namespace SparsePlugins.Interchange;

/// <summary>Arithmetic on the numbers of files; sums are float64.</summary>
internal static class Arrays
{
    /// <summary>[C, R] of [R, C].</summary>
    public static NumberArray Transposed(this NumberArray matrix)
    {
        var (rows, columns) = ((int)matrix.Shape[0], (int)matrix.Shape[1]);
        var values = new float[matrix.Values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                values[((long)column * rows) + row] = matrix.Values[((long)row * columns) + column];
            }
        }

        return new([columns, rows], values);
    }

    /// <summary>A x, [R].</summary>
    public static NumberArray Times(this NumberArray matrix, NumberArray vector)
    {
        var columns = vector.Values.Length;
        return Map(new([matrix.Shape[0]], new float[matrix.Shape[0]]), (row, _) => Dot(matrix.Row(row, columns), vector.Values));
    }

    /// <summary>Every row times its factor; of a vector, every number.</summary>
    /// <param name="array">[R, ...].</param>
    /// <param name="factors">[R].</param>
    public static NumberArray TimesRows(this NumberArray array, IReadOnlyList<double> factors)
    {
        var width = array.Values.Length / factors.Count;
        return Map(array, (index, value) => value * factors[index / width]);
    }

    /// <summary>The Euclidean length of every row, [R].</summary>
    public static double[] RowLengths(this NumberArray matrix)
    {
        var columns = (int)matrix.Shape[1];
        return
        [
            .. Enumerable.Range(0, (int)matrix.Shape[0]).Select(row => Math.Sqrt(Dot(matrix.Row(row, columns), matrix.Row(row, columns)))),
        ];
    }

    /// <summary>Rows times a scale of inputs.</summary>
    /// <param name="rows">[R, D].</param>
    /// <param name="scale">[1], [D] or a symmetric [D, D].</param>
    public static NumberArray TimesScale(this NumberArray rows, NumberArray scale)
    {
        var columns = (int)rows.Shape[1];
        return scale.Shape.Count == 2
            ? rows.Map((index, _) => Dot(rows.Row(index / columns, columns), scale.Row(index % columns, columns)))
            : rows.Map((index, value) => value * (double)scale.Values[scale.Values.Length == 1 ? 0 : index % columns]);
    }

    /// <summary>a + b, element by element.</summary>
    public static NumberArray Plus(this NumberArray one, NumberArray other) =>
        Map(one, (index, value) => (double)value + other.Values[index]);

    /// <summary>The same shape with other numbers.</summary>
    /// <param name="array">Is left as it is.</param>
    /// <param name="change">Of index and value.</param>
    public static NumberArray Map(this NumberArray array, Func<int, float, double> change)
    {
        var values = new float[array.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)change(i, array.Values[i]);
        }

        return array with
        {
            Values = values,
        };
    }

    private static ReadOnlySpan<float> Row(this NumberArray matrix, int row, int columns) =>
        matrix.Values.AsSpan(checked(row * columns), columns);

    private static double Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += (double)one[i] * other[i];
        }

        return sum;
    }
}
