namespace SparsePlugins.Analysis

open SparsePlugins.Records
open SparsePlugins.Statistics

/// A variant of a sweep: a component with one of its numeric options at a value.
[<NoComparison; NoEquality>]
type SweepPoint =
    {
        Variant: Variant
        Value: float
        Result: Estimate
    }

[<NoComparison; NoEquality>]
type SweepLine =
    {
        /// The component, with the options that stay: `outliers(detector=distance)`.
        Name: string
        /// In the order of values; at least three.
        Points: SweepPoint list
    }

/// Results against a numeric option, for every component that varies it.
[<NoComparison; NoEquality>]
type Sweep =
    {
        /// `ratio`
        Option: string
        /// `steps to mmcs >= 0.99`, or `fvu at the end`.
        Quantity: string
        /// As a report shows it: `steps to MMCS >= 0.99`.
        Title: string
        /// The side on which the quantity is better.
        Better: BetterSide
        Lines: SweepLine list
        /// Variants that don't vary the option.
        References: (Variant * Estimate) list
        /// The threshold's horizon; None where ends are shown.
        Horizon: int64 option
        /// Runs that never reached the threshold.
        Censored: int
    }
