namespace SparsePlugins.Analysis

open SparsePlugins.Statistics

/// How well a member does on features of one firing frequency.
[<NoComparison; NoEquality>]
type DecileRow =
    {
        Member: Member
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
        /// 1 holds the features that fire least often.
        Deciles: int list
        /// Where a decile counts as recovered.
        Bound: float
        /// Of every decile.
        Horizons: int64 list
        Rows: DecileRow list
    }

/// How often a member's dead features were given new weights.
[<NoComparison; NoEquality>]
type RevivalRow =
    {
        Member: Member
        /// Steps at which features were revived, of every run.
        Steps: int64 list
        /// Events a run.
        Events: Estimate
        /// Features a run; one that is revived twice counts twice.
        Features: Estimate
    }
