namespace SparsePlugins.Statistics

/// The verdict on a difference; this one rule decides all verdicts of a report.
type Verdict =
    /// Both intervals lie above zero and p is below 0.05, also after correction.
    | Above
    /// Both intervals lie below zero and p is below 0.05, also after correction.
    | Below
    /// As `Above`, but not after correction for the number of comparisons.
    | SuggestedAbove
    /// As `Below`, but not after correction.
    | SuggestedBelow
    /// An interval holds zero, or p is not below 0.05.
    | Inconclusive
    /// There are too few pairs for an interval.
    | TooFew
