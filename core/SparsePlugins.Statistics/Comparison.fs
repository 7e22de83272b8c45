namespace SparsePlugins.Statistics

open System.Collections.Generic

/// A paired difference with all that a verdict rests on.
[<NoComparison; NoEquality>]
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
        /// All differences are equal and exact: intervals are points, and P is that of the sign test.
        HasNoSpread: bool
        /// All differences are equal as measured, though each is known to a range only: the grid is too coarse to see them vary.
        PairsCoincide: bool
        /// Differences are known to ranges, and would be shown before correction if each were what was measured.
        IsShownAsMeasured: bool
        /// Standard deviation of the differences as measured; NaN below two.
        Deviation: float
    }

    static member Level = 0.05

    static member private IsShown(difference: Interval, bootstrap: Interval, p: float) =
        difference.ExcludesZero && bootstrap.ExcludesZero && p < Comparison.Level

    /// Whether it would be shown before correction if every difference were what was measured.
    static member private IsShownExactly(measured: float[]) =
        Comparison.IsShown(
            (SampleStatistics.Estimate measured).Interval,
            Bootstrap.MeanInterval measured,
            PairedTest.PValue measured
        )

    /// The same where the p-value is below a bound; None elsewhere, without the work of the intervals.
    static member OfBoundedBelow(bound: float, differences: IReadOnlyList<BoundedValue>) : Comparison option =
        if PairedTest.BoundedPValue differences < bound then
            Some(Comparison.OfBounded differences)
        else
            None

    /// From differences in the order of seeds, each with the range in which it is known to lie.
    static member OfBounded(differences: IReadOnlyList<BoundedValue>) : Comparison =
        let measured = AllowedValues.measured differences
        let isExact = differences |> Seq.forall _.IsExact

        let isEqual =
            measured.Length >= SampleStatistics.LeastForInterval
            && PairedTest.HasNoSpread measured

        {
            Difference = SampleStatistics.BoundedEstimate differences
            Bootstrap = Bootstrap.BoundedInterval differences
            P = PairedTest.BoundedPValue differences
            Adjusted = nan
            HasNoSpread = isEqual && isExact
            PairsCoincide = isEqual && not isExact
            IsShownAsMeasured = not isExact && Comparison.IsShownExactly measured
            Deviation = SampleStatistics.StandardDeviation measured
        }

    /// Exact differences; what only rounding keeps from zero is zero.
    static member private Exact(differences: IReadOnlyList<float>) =
        let isRounding = differences |> Seq.forall PairedTest.IsRounding

        differences
        |> Seq.map (fun difference -> BoundedValue.Exact(if isRounding then 0.0 else difference))
        |> Seq.toArray

    /// From exact differences in the order of seeds. What only rounding keeps from zero is zero.
    static member OfDifferences(differences: IReadOnlyList<float>) : Comparison =
        Comparison.OfBounded(Comparison.Exact differences)

    /// The same where the p-value is below a bound; None elsewhere, without the work of the intervals.
    static member OfDifferencesBelow(bound: float, differences: IReadOnlyList<float>) : Comparison option =
        Comparison.OfBoundedBelow(bound, Comparison.Exact differences)

    /// The same with its corrected p-value.
    member comparison.WithAdjusted(p: float) = { comparison with Adjusted = p }

    /// The same, with intervals of a difference that can't exceed a limit on either side.
    member comparison.Within(limit: float) =
        { comparison with
            Difference = comparison.Difference.Within(-limit, limit)
            Bootstrap =
                {
                    Lower = max -limit comparison.Bootstrap.Lower
                    Upper = min limit comparison.Bootstrap.Upper
                }
        }

    member comparison.Verdict =
        let isShown =
            Comparison.IsShown(comparison.Difference.Interval, comparison.Bootstrap, comparison.P)

        if not comparison.Difference.HasInterval then
            TooFew
        elif not isShown then
            Inconclusive
        else
            match comparison.Difference.Mean > 0.0, comparison.Adjusted < Comparison.Level with
            | true, true -> Above
            | true, false -> SuggestedAbove
            | false, true -> Below
            | false, false -> SuggestedBelow

    /// Whether measuring more often could show more: no noise is seen, or what was measured differs by more than its grid lets through.
    member comparison.IsLimitedByGrid =
        comparison.PairsCoincide
        || comparison.Verdict.IsInconclusive && comparison.IsShownAsMeasured
