namespace SparsePlugins.Reporting

/// What a 95 % interval says of a difference.
type Verdict =
    /// The interval lies above zero.
    | Above
    /// The interval lies below zero.
    | Below
    /// The interval holds zero.
    | NotShown
    /// There are too few seeds for an interval.
    | TooFew

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

    /// Reads the estimate as one of a difference.
    member estimate.Verdict =
        if not estimate.HasInterval then TooFew
        elif estimate.Lower > 0.0 then Above
        elif estimate.Upper < 0.0 then Below
        else NotShown
