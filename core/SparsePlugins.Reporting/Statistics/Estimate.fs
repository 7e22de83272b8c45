namespace SparsePlugins.Reporting

/// A 95 % interval; a bound that the data do not give is NaN.
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
type Estimate =
    {
        /// Values that were averaged.
        Count: int
        /// NaN where there are none.
        Mean: float
        /// Half the width of the interval; NaN where there are too few values for one.
        HalfWidth: float
    }

    member estimate.Lower = estimate.Mean - estimate.HalfWidth
    member estimate.Upper = estimate.Mean + estimate.HalfWidth
    member estimate.HasInterval = not (System.Double.IsNaN estimate.HalfWidth)

    member estimate.Interval: Interval =
        {
            Lower = estimate.Lower
            Upper = estimate.Upper
        }
