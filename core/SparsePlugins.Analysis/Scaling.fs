namespace SparsePlugins.Analysis

open SparsePlugins.Statistics

/// A variant at one size.
[<NoComparison; NoEquality>]
type ScalingPoint =
    {
        /// The value of the axis.
        Size: float
        /// Over the seeds that have a value there.
        Result: Estimate
        /// Runs without one: they never reached it, or had reached it before training.
        Missing: int
    }

[<NoComparison; NoEquality>]
type ScalingRow =
    {
        Name: string
        IsBaseline: bool
        Points: ScalingPoint list
        /// Slope of log(result) on log(size), fitted for every seed that has a value at each size; over seeds.
        Exponent: Estimate
        /// Seeds without a fit.
        LeftOut: int
    }

/// How a result grows with the size of the problem, across settings.
[<NoComparison; NoEquality>]
type Scaling =
    {
        /// `activation_dim`
        Axis: string
        /// Axes that change with it: `features`.
        With: string list
        /// The setting of all that doesn't: empty, or `decay=0.99`.
        Where: string
        /// `samples to mmcs >= 0.95`, or `fvu at the end`.
        Quantity: string
        /// As a report shows it: `samples to MMCS >= 0.95`.
        Title: string
        Rows: ScalingRow list
    }
