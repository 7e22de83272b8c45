using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>Settings of <see cref="MmcsMetric"/>.</summary>
public sealed record MmcsOptions
{
    /// <summary>A true feature counts as recovered when its largest cosine is above this.</summary>
    [Range(0.0, 1.0)]
    [Unit("cosine")]
    public double RecoveredAbove { get; init; } = 0.9;
}

/// <summary>
/// Mean over true features of the largest signed cosine with any dictionary row; 1 is perfect. Also: the other direction
/// (<c>mmcs-learned-to-true</c>: mean over dictionary rows of the largest cosine with any true feature), the share of true features that are
/// recovered (<c>mmcs-recovered</c>), the number of different dictionary rows that are some true feature's best match, over F
/// (<c>mmcs-distinct</c>), and <c>mmcs</c> within deciles of firing probability (<c>mmcs-decile-1</c>, the rarest, to <c>mmcs-decile-10</c>).
/// </summary>
/// <remarks>
/// Source: Sharkey, Braun, Millidge, "Taking features out of superposition with sparse autoencoders", Alignment Forum 2022.
/// Departures: none; scaling a dictionary row by a positive number changes nothing.
/// Deciles: true features in ascending order of firing probability, equal ones in the order of the source; decile k holds places
/// floor((k - 1) G / 10) to floor(k G / 10) - 1, so sizes differ by at most one. With G below 10 some are empty and NaN.
/// </remarks>
[Component("mmcs")]
[Measures(
    "mmcs",
    Better.Higher,
    Least = -1,
    Most = 1,
    DisplayName = "MMCS",
    Meaning = "mean over true features of the largest signed cosine with any dictionary row; 1 is perfect"
)]
[Measures(
    "mmcs-learned-to-true",
    Better.Higher,
    Least = -1,
    Most = 1,
    DisplayName = "MMCS, learned to true",
    Meaning = "mean over dictionary rows of the largest signed cosine with any true feature"
)]
[Measures(
    "mmcs-recovered",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "Recovered features",
    Meaning = "share of the true features whose largest cosine is above the metric's bound (0.9 unless stated)"
)]
[Measures(
    "mmcs-distinct",
    Better.Higher,
    Least = 0,
    Most = 1,
    DisplayName = "Distinct matches",
    Meaning = "different dictionary rows that are some true feature's best match, over all dictionary rows"
)]
[Measures(
    "mmcs-decile-*",
    Better.Higher,
    Least = -1,
    Most = 1,
    Meaning = "MMCS over a tenth of the true features: 1 the tenth that fires least often, 10 most often",
    Role = ReportRole.Deciles
)]
[Needs(Capability.GroundTruth)]
public sealed class MmcsMetric(MmcsOptions options) : IMetric
{
    /// <inheritdoc/>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var cosines = Tensors.Cosines(subject); // [G, F]
        var (largest, match) = cosines.max(dim: 1); // [G]
        var learned = cosines.amax([0]); // [F]; several times faster than max, which also finds places
        var best = Tensors.Numbers(largest.clamp(-1, 1));
        var distinct = match.cpu().data<long>().ToArray().Distinct().Count();
        var deciles = FiringDeciles.Means(best, Tensors.Numbers(subject.Truth!.FiringProbabilities));

        return
        [
            Ratio("mmcs", best.Average()),
            Ratio("mmcs-learned-to-true", Tensors.Numbers(learned.clamp(-1, 1)).Average()),
            Ratio("mmcs-recovered", best.Count(cosine => cosine > options.RecoveredAbove) / (double)best.Length),
            Ratio("mmcs-distinct", distinct / (double)cosines.shape[1]),
            .. deciles.Select((mean, i) => Ratio(FormattableString.Invariant($"mmcs-decile-{i + 1}"), mean)),
        ];
    }

    private static Measurement Ratio(string name, double value) => new(name, value, "", Better.Higher);
}
