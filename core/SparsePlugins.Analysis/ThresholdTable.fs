namespace SparsePlugins.Analysis

open SparsePlugins.Records
open SparsePlugins.Statistics

[<NoComparison; NoEquality>]
type ThresholdRow =
    {
        Variant: Variant
        /// Runs that failed before they were at the threshold: they say nothing of it.
        Failed: int
        /// Runs in which the measurement has no value at all.
        Undefined: int
        /// First evaluated steps at which the threshold is crossed, of the runs that reached it, by seed.
        Reached: Map<int64, int64>
        /// Mean over the runs that reached it.
        Steps: Estimate
        /// Times are compared up to this step: the largest that every run of the variant and of its baseline made without the threshold,
        /// or had no need to make.
        Horizon: int64
        /// By seed: the step at which the threshold was crossed, or the horizon where that is less or the run never crossed it.
        /// Failed and undefined runs are left out.
        Times: Map<int64, BoundedValue>
        /// Mean of the times; of none where runs stopped for another threshold.
        Restricted: Estimate
        /// The estimate of Kaplan and Meier.
        Median: Median
        /// The last step at which a run is known not to have been at the threshold; where the median is unknown it is larger.
        LastUnreached: int64
        /// The comparison of the times with those of the baseline. None for the baseline, and where it is withheld.
        Comparison: Comparison option
        /// Why there is no comparison with a baseline that has run.
        Withheld: Withheld option
        /// P-value of the log-rank test against the baseline; NaN where there is none.
        LogRank: float
        /// Seeds that the noise of this comparison needs to show a difference of 5 % of the baseline's mean. None where unknown.
        SeedsFor5Percent: int option
        /// Pairs with the baseline, by seed.
        Pairs: int
        /// Pairs in which the variant is known to have reached it first.
        Earlier: int
        /// Pairs in which either never reached it.
        CensoredPairs: int
    }

    /// Runs of which something is known: those that reached it, and those that ended before.
    member row.Total = row.Times.Count

    /// Runs that ended without reaching it; failed ones are not among them.
    member row.Censored = row.Times.Count - row.Reached.Count

[<NoComparison; NoEquality>]
type ThresholdTable =
    {
        Threshold: ReportThreshold
        /// What a heading calls the measurement.
        Title: string
        Rows: ThresholdRow list
    }

    member table.Censored = table.Rows |> List.sumBy _.Censored

    /// No run has a value of the measurement.
    member table.IsUndefined =
        table.Rows |> List.exists (fun row -> row.Undefined > 0)
        && table.Rows |> List.forall (fun row -> row.Total = 0)

/// Functions of thresholds that are used everywhere.
[<AutoOpen>]
module Thresholds =
    let private textWith (measurement: string) (atLeast: string, atMost: string) (threshold: ReportThreshold) =
        let sign = if threshold.AtLeast then atLeast else atMost
        $"{measurement} {sign} {Numbers.exact threshold.Value}"

    /// As a manifest writes it: `mmcs >= 0.99`.
    let thresholdText (threshold: ReportThreshold) =
        textWith threshold.Measurement (">=", "<=") threshold

    /// As a report shows it: `MMCS ≥ 0.99`.
    let thresholdTitle (table: ThresholdTable) =
        textWith table.Title ("≥", "≤") table.Threshold

    /// Whether any run reached it.
    let isReached (table: ThresholdTable) =
        table.Rows |> List.exists (fun row -> not row.Reached.IsEmpty)

    /// The threshold that a figure shows where it shows one: the last that half of all runs reached, or failing that the last that any did.
    let tellingOf (tables: ThresholdTable list) =
        let isCommon (table: ThresholdTable) =
            2 * (table.Rows |> List.sumBy _.Reached.Count)
            >= (table.Rows |> List.sumBy _.Total)

        let reached = List.filter isReached tables

        reached
        |> List.filter isCommon
        |> List.tryLast
        |> Option.orElse (List.tryLast reached)
