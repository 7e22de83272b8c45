using System.Globalization;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Finds values that are not finite.</summary>
internal static class NonFiniteValue
{
    /// <summary>The first value of a batch that is not finite, with its place; <see langword="null"/> where every value is finite.</summary>
    /// <param name="batch">[B, D].</param>
    public static string? FindIn(Tensor batch)
    {
        using var scope = NewDisposeScope();
        var places = isfinite(batch).logical_not().nonzero(); // [K, 2]
        if (places.shape[0] == 0)
        {
            return null;
        }

        var (row, column) = (places[0, 0].item<long>(), places[0, 1].item<long>());
        var value = batch[row, column].item<float>().ToString(CultureInfo.InvariantCulture);
        return $"{value} in row {row}, column {column}; every value must be finite";
    }
}
