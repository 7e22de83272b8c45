namespace SparsePlugins.Analysis

open SparsePlugins.Statistics

/// How well a variant does on features of one firing frequency.
[<NoComparison; NoEquality>]
type DecileRow =
    {
        Variant: Variant
        /// At the end, decile by decile; differences are paired with the baseline.
        AtEnd: Compared list
        /// Mean of min(steps until the decile is at the bound, its horizon), and the runs that reached it.
        Times: (Estimate * int) list
    }

[<NoComparison; NoEquality>]
type DecileTable =
    {
        /// The metric, where it has one series of deciles: `mmcs`.
        Family: string
        /// What a heading calls it: `MMCS`.
        Title: string
        /// 1 holds the features that fire least often.
        Deciles: int list
        /// The value at which a decile counts as recovered.
        Bound: float
        /// The horizon of every decile.
        Horizons: int64 list
        Rows: DecileRow list
    }

/// How often a variant's dead features were given new weights.
[<NoComparison; NoEquality>]
type RevivalRow =
    {
        Variant: Variant
        /// Steps at which features were revived, of every run.
        Steps: int64 list
        /// Events a run.
        Events: Estimate
        /// Features a run; one that is revived twice counts twice.
        Features: Estimate
    }
