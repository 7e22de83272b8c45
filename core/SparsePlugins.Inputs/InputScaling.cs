using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Inputs;

/// <summary>What <c>source.scale</c> multiplies rows by.</summary>
/// <param name="Scale">[1] or [D] factors, or a symmetric matrix [D, D]; float32.</param>
/// <param name="Inverse">[D, D] of a matrix; <see langword="null"/> for factors, by which one divides.</param>
/// <param name="Smallest">Of the factors, or of the eigenvalues of the matrix.</param>
/// <param name="Largest">Of the same.</param>
public sealed record InputScaling(Tensor Scale, Tensor? Inverse, double Smallest, double Largest)
{
    /// <summary>
    /// Values or directions with a standard deviation below this part of the largest one are divided by the largest: what hardly varies in the sample
    /// would otherwise be blown up wherever it does.
    /// </summary>
    public const double LeastDeviation = 1e-5;

    /// <summary>Whether it changes the directions of rows.</summary>
    public bool ChangesDirections => Scale.numel() > 1;

    /// <summary>The scaling of a sample, in the caller's dispose scope.</summary>
    /// <param name="scale">Which one.</param>
    /// <param name="sample">[N, D], centered.</param>
    /// <exception cref="InvalidDataException">The sample has no length or doesn't vary, so no factor exists.</exception>
    public static InputScaling? Fit(InputScale scale, Tensor sample) =>
        scale.IsUnitMeanNorm ? ByFactors(MeanLength(sample))
        : scale.IsPerFeature ? ByFactors(Deviations(sample))
        : scale.IsWhiten ? ByMatrix(sample)
        : null;

    /// <summary>Scales rows [B, D], in the caller's dispose scope.</summary>
    public Tensor Apply(Tensor rows) => Scale.dim() == 2 ? rows.mm(Scale) : rows * Scale;

    /// <summary>Rows [B, D] before they were scaled, in the caller's dispose scope.</summary>
    public Tensor Undo(Tensor rows) => Inverse is null ? rows / Scale : rows.mm(Inverse);

    private static InputScaling ByFactors(Tensor divisors) => Of(Single(divisors.reciprocal()), null, divisors);

    private static InputScaling ByMatrix(Tensor sample)
    {
        var covariance = RowStatistics.Covariance(sample, RowStatistics.Mean(sample)).cpu();
        var (variances, directions) = linalg.eigh(covariance); // [D], columns of [D, D]
        var deviations = Bounded(variances.clamp_min(0.0).sqrt());
        return Of(
            Single((directions / deviations).mm(directions.t()).to(sample.device)),
            Single((directions * deviations).mm(directions.t()).to(sample.device)),
            deviations
        );
    }

    private static InputScaling Of(Tensor scale, Tensor? inverse, Tensor divisors) =>
        new(scale, inverse, 1 / divisors.max().item<double>(), 1 / divisors.min().item<double>());

    /// <summary>[1]</summary>
    private static Tensor MeanLength(Tensor sample)
    {
        var mean = RowStatistics.Lengths(sample).mean();
        return mean.item<double>() > 0 ? mean.reshape(1) : throw new InvalidDataException("every row of the sample is at its center");
    }

    /// <summary>[D]</summary>
    private static Tensor Deviations(Tensor sample) => Bounded(RowStatistics.Variance(sample, RowStatistics.Mean(sample)).sqrt());

    private static Tensor Bounded(Tensor deviations)
    {
        var largest = deviations.max();
        return largest.item<double>() > 0
            ? where(deviations < largest * LeastDeviation, largest, deviations)
            : throw new InvalidDataException("all rows of the sample are equal");
    }

    private static Tensor Single(Tensor exact)
    {
        var single = exact.to_type(ScalarType.Float32);
        return single.isfinite().all().item<bool>()
            ? single
            : throw new InvalidDataException("the rows of the sample are so short that a factor is no finite float32");
    }
}
