using SparsePlugins.Contracts;
using SparsePlugins.FeaturePages;
using static TorchSharp.torch;

namespace SparsePlugins.Hosting.Features;

/// <summary>Which decoder rows of dictionaries are close, and how one looks.</summary>
internal static class FeatureDirections
{
    private const int RowsAtATime = 1024;

    /// <summary>For each row the other with the largest cosine.</summary>
    /// <param name="rows">[F, D].</param>
    /// <param name="others">[G, D].</param>
    /// <param name="dictionary">The place of the others in the list of the page.</param>
    public static IReadOnlyList<Twin> Closest(Tensor rows, Tensor others, int dictionary)
    {
        using var scope = NewDisposeScope();
        var (units, targets) = (Directions.Unit(rows), Directions.Unit(others).t());
        var twins = new List<Twin>();
        for (var first = 0L; first < rows.shape[0]; first += RowsAtATime)
        {
            using var inner = NewDisposeScope();
            var (cosines, places) = units.narrow(0, first, Math.Min(RowsAtATime, rows.shape[0] - first)).mm(targets).max(1);
            var numbers = places.data<long>().ToArray();
            twins.AddRange(cosines.data<float>().ToArray().Select((cosine, i) => new Twin(dictionary, (int)numbers[i], cosine)));
        }

        return twins;
    }

    /// <summary>A row as signed bytes in base64, 127 being its largest value.</summary>
    /// <param name="row">[D].</param>
    public static string Picture(ReadOnlySpan<float> row)
    {
        var most = 0f;
        foreach (var value in row)
        {
            most = Math.Max(most, Math.Abs(value));
        }

        var bytes = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            bytes[i] = most > 0 ? (byte)(sbyte)MathF.Round(127 * row[i] / most) : (byte)0;
        }

        return Convert.ToBase64String(bytes);
    }
}
