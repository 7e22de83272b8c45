/// Differences with their intervals, one under the other: what a figure holds, before it has a place on the page.
module SparsePlugins.Figures.Forest

open SparsePlugins.Statistics

/// What a row shows.
type Row =
    {
        /// The variant, by which a page finds the row.
        Variant: string
        Name: string
        /// The mean with the interval of Student's t; zero for the baseline.
        Difference: Estimate
        Bootstrap: Interval
        /// The difference in digits, or the baseline's own value.
        Numbers: string
        /// The verdict.
        Note: string
        /// Whether the verdict claims a difference.
        IsClaim: bool
        /// What the others are compared with: a mark at zero without an interval.
        IsBaseline: bool
    }

/// Rows of one quantity, best first.
type Group =
    {
        Title: string
        /// The baseline's value, of which the upper axis shows percents; NaN where there is none.
        Reference: float
        Rows: Row list
    }

type Forest =
    {
        Title: string
        Subtitle: string
        /// For readers who hear the figure.
        Description: string
        XLabel: string
        /// What the sides of zero mean.
        Sides: string * string
        /// Whether all groups measure in one unit, on one axis; else each has its own.
        SharesAxis: bool
        Groups: Group list
    }
