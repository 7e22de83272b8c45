using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>The rows of a set of examples that can serve as directions.</summary>
internal static class UsablePoints
{
    /// <summary>The places of rows that are not zero, in order.</summary>
    /// <param name="component">Who asks, for the message.</param>
    /// <param name="noun">What the rows are called.</param>
    /// <param name="rows">[N, D].</param>
    /// <returns>[P] int64, P at least 1.</returns>
    /// <exception cref="ArgumentException">Every row is zero.</exception>
    internal static Tensor Of(string component, string noun, Tensor rows)
    {
        var usable = (rows.norm(dim: 1) > 0).nonzero().flatten(); // [P]
        return usable.shape[0] > 0
            ? usable
            : throw new ArgumentException(
                $"{component} needs a point that is not zero; all {rows.shape[0]} {noun} are zero: raise training.batch"
            );
    }
}
