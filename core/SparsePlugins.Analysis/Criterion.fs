namespace SparsePlugins.Analysis

open SparsePlugins.Records
open SparsePlugins.Statistics

/// What variants are judged by.
[<NoComparison; NoEquality>]
type Criterion =
    /// Steps to a threshold that some run reached.
    | Time of ThresholdTable
    /// A measurement at the end that has a better side.
    | End of MeasurementTable

    /// Fewer steps, or the side of the measurement.
    member criterion.Better =
        match criterion with
        | Time _ -> BetterSide.Lower
        | End table -> table.Facts.Better

    /// Whether a smaller value is better.
    member criterion.IsLowerBetter = criterion.Better = BetterSide.Lower

/// The result of a variant under a criterion.
[<NoComparison; NoEquality>]
type Standing =
    {
        Variant: Variant
        /// Mean over its runs; steps count up to the horizon that all variants share. NaN where there is none.
        Value: float
        /// Mean of the runs that are paired with one of the baseline; NaN without a comparison.
        Mine: float
        /// Mean of the baseline's runs of these pairs, so that `Mine` less this is the mean difference.
        Reference: float
        Comparison: Comparison option
        /// Why there is no comparison with a baseline that has run, where that is known.
        Withheld: Withheld option
        /// Runs that reached the threshold; all for a measurement at the end.
        Reached: int
        /// Runs of which something is known.
        Total: int
    }

    /// The difference to the baseline in percent of the baseline; None where that is zero or one of the two is negative.
    member standing.Percent =
        if standing.Reference > 0.0 && not (standing.Mine < 0.0) then
            Some(100.0 * (standing.Mine - standing.Reference) / standing.Reference)
        else
            None
