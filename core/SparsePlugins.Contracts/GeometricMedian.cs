using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>The point with the smallest sum of distances to the rows of a sample; unlike the mean, a few long rows hardly move it.</summary>
/// <remarks>
/// Use: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023, whose decoder bias starts there. Method: Weiszfeld's iterations
/// (each the mean of the rows, weighted by one over their distances) from the mean row, with the step of Vardi and Zhang, "The multivariate L1-median
/// and associated data depth", PNAS 97(4), 2000, where an iterate meets a row. In float64, until a step is shorter than a millionth of the mean
/// distance to the rows, at most 1000 times.
/// </remarks>
public static class GeometricMedian
{
    private const int MostSteps = 1000;
    private const double Tolerance = 1e-6;
    private const double Meeting = 1e-12; // Nearer than this fraction of the mean distance, a row counts as met.

    /// <summary>The geometric median.</summary>
    /// <param name="sample">[N, D], N at least 1.</param>
    /// <param name="cancellation">Looked at between iterations.</param>
    /// <returns>[D], in the caller's dispose scope; of the type of <paramref name="sample"/>.</returns>
    public static Tensor Of(Tensor sample, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var rows = sample.to_type(ScalarType.Float64);
        var point = rows.mean([0L]); // [D]
        for (var step = 0; step < MostSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var iteration = NewDisposeScope();
            var (next, scale) = Step(rows, point);
            var moved = (next - point).norm().item<double>();
            point = next.MoveToOuterDisposeScope();
            if (moved <= Tolerance * scale)
            {
                break;
            }
        }

        return point.to_type(sample.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>The next iterate [D], and the mean distance of the rows to the last one.</summary>
    private static (Tensor Next, double Scale) Step(Tensor rows, Tensor point)
    {
        var distances = (rows - point).norm(dim: 1); // [N]
        var scale = distances.mean().item<double>();
        var met = distances <= scale * Meeting;
        var weights = distances.reciprocal().masked_fill(met, 0.0); // [N]
        var total = weights.sum().item<double>();
        if (total == 0)
        {
            return (point.clone(), scale); // All rows are equal.
        }

        var pull = weights.unsqueeze(0).mm(rows).squeeze(0) - point * total; // [D]
        var strength = pull.norm().item<double>();
        var held = met.sum().item<long>(); // The rows that were met hold on with 1 each, and the others pull with this strength.
        var share = held == 0 ? 1 : Math.Max(0, 1 - held / strength);
        return (point + pull * (share / total), scale);
    }
}
