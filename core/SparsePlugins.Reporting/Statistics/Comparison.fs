namespace SparsePlugins.Reporting

open System
open System.Collections.Generic

/// What a report says of a difference: the one rule of its verdicts.
type Verdict =
    /// Both intervals lie above zero, and it holds after correction.
    | Above
    /// Both intervals lie below zero, and it holds after correction.
    | Below
    /// As `Above`, but not after correction for the number of comparisons.
    | AboveUncorrected
    /// As `Below`, but not after correction.
    | BelowUncorrected
    /// One of the intervals holds zero, the other doesn't.
    | IntervalsDisagree
    /// Both intervals hold zero.
    | NotShown
    /// There are too few pairs for an interval.
    | TooFew

/// A paired difference with all that a verdict rests on.
type Comparison =
    {
        /// Mean of the differences, with the interval of Student's t.
        Difference: Estimate
        /// BCa interval of the same mean.
        Bootstrap: Interval
        /// Two-sided, of the paired t test; NaN below three pairs.
        P: float
        /// P after Holm's correction over the comparisons of the report; NaN until it is made, and where no verdict is given.
        Adjusted: float
        /// All differences are equal: intervals are points, and P is that of the sign test.
        HasNoSpread: bool
        /// Standard deviation of the differences; NaN below two.
        Deviation: float
    }

    static member Level = 0.05

    /// From differences in the order of seeds.
    static member OfDifferences(differences: IReadOnlyList<float>) : Comparison =
        {
            Difference = Statistics.Estimate differences
            Bootstrap = Bootstrap.MeanInterval differences
            P = PairedTest.PValue differences
            Adjusted = nan
            HasNoSpread =
                differences.Count >= Statistics.LeastForInterval
                && PairedTest.HasNoSpread differences
            Deviation = Statistics.StandardDeviation differences
        }

    /// The same with its corrected p-value.
    member comparison.WithAdjusted(p: float) = { comparison with Adjusted = p }

    member comparison.Verdict =
        let t, bootstrap = comparison.Difference.Interval, comparison.Bootstrap

        if not comparison.Difference.HasInterval then
            TooFew
        elif not t.ExcludesZero && not bootstrap.ExcludesZero then
            NotShown
        elif not t.ExcludesZero || not bootstrap.ExcludesZero then
            IntervalsDisagree
        else
            match comparison.Difference.Mean > 0.0, comparison.Adjusted < Comparison.Level with
            | true, true -> Above
            | true, false -> AboveUncorrected
            | false, true -> Below
            | false, false -> BelowUncorrected
