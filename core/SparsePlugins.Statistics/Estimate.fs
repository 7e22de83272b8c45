namespace SparsePlugins.Statistics

/// A 95 % interval; a bound that the data do not give is NaN.
[<NoComparison>]
type Interval =
    {
        Lower: float
        Upper: float
    }

    /// Neither bound is known.
    static member None = { Lower = nan; Upper = nan }

    /// Whether zero lies outside; false where a bound is unknown.
    member interval.ExcludesZero = interval.Lower > 0.0 || interval.Upper < 0.0

/// A mean over seeds with its 95 % interval.
[<NoComparison; NoEquality>]
type Estimate =
    {
        /// Values that were averaged.
        Count: int
        /// NaN where there are none.
        Mean: float
        /// NaN where there are too few values for an interval.
        Lower: float
        /// As far from the mean as the lower bound, unless the values are known to ranges only.
        Upper: float
    }

    member estimate.HasInterval = not (System.Double.IsNaN estimate.Lower)

    /// From the mean to the upper bound; NaN where there is no interval.
    member estimate.HalfWidth = estimate.Upper - estimate.Mean

    /// Whether the values differ by more than the rounding of what should be equal.
    member estimate.HasWidth = estimate.HalfWidth > 1e-9 * abs estimate.Mean

    /// Whether the mean lies in the middle of its interval.
    member estimate.IsSymmetric =
        abs (estimate.Lower + estimate.Upper - 2.0 * estimate.Mean)
        <= 1e-9 * (abs estimate.Lower + abs estimate.Upper)

    member estimate.Interval: Interval =
        {
            Lower = estimate.Lower
            Upper = estimate.Upper
        }

    /// The same, with an interval that reaches no further than two limits.
    member estimate.Within(least: float, most: float) =
        { estimate with
            Lower = max least estimate.Lower
            Upper = min most estimate.Upper
        }
