/// The numbers of a report: what tables, figures and JSON are made of.
module internal SparsePlugins.Reporting.Summary

open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

/// A planned run and, once it is done, its record.
[<NoComparison; NoEquality>]
type Run =
    {
        Planned: ExperimentRun
        Record: RunRecord option
    }

/// What is compared: an architecture with an initializer and a reinitializer, over seeds.
[<NoComparison; NoEquality>]
type Member =
    {
        /// Empty where architectures are not compared by a list.
        Architecture: string
        Initializer: string
        Reinitializer: string
        /// The labels that tell members apart.
        Name: string
        IsBaseline: bool
        /// Its runs are of a build that another one replaced while the sweep was watched.
        IsOldBuild: bool
        Runs: Run list
        /// Updates that its runs were to make; None where that is not known.
        Planned: int64 option
    }

    member m.Records = m.Runs |> List.choose _.Record

    /// The label of the entry that it has of a list.
    member m.LabelIn(list: ComparedList) =
        match list with
        | ComparedList.Architectures -> m.Architecture
        | ComparedList.Initializers -> m.Initializer
        | ComparedList.Reinitializers -> m.Reinitializer

    /// One entry of each list: what a setting has once.
    member m.IsSame(other: Member) =
        ComparedList.All
        |> List.forall (fun list -> m.LabelIn list = other.LabelIn list)

/// A mean, and its paired difference to the baseline where there is another member that is one.
[<NoComparison; NoEquality>]
type Cell =
    {
        Value: Estimate
        Difference: Estimate option
    }

[<NoComparison; NoEquality>]
type MeasurementRow =
    {
        Member: Member
        /// At step 0, of every run that measured there.
        Start: Cell
        /// At the last step, of runs that neither failed nor diverged.
        End: Cell
        /// Of the ends. None for the baseline, and in a table without verdicts.
        Comparison: Comparison option
    }

[<NoComparison; NoEquality>]
type MeasurementTable =
    {
        Facts: MeasurementFacts
        /// Whether ends are judged, at least of some pair: a metric's own measurement that has a better side, and is not the training loss.
        HasVerdict: bool
        /// Whether all members are measured after the same training.
        EndTogether: bool
        Rows: MeasurementRow list
    }

    member table.Measurement = table.Facts.Name

    /// Not one of the further measurements of a metric.
    member table.IsPrimary = table.Facts.IsOwn || table.Facts.IsTrainingLoss

/// Why two members have no comparison of their times to a threshold.
type Withheld =
    /// A run of either stopped for another threshold before it was at this one: it is the best runs that are cut then.
    | StoppedByAnother
    /// Some run was only seen before its first update.
    | NothingSeen
    /// Their runs were to make different numbers of updates, or updates of different batches.
    | BudgetsDiffer
    /// No run of either was at the threshold.
    | NeitherReached

[<NoComparison; NoEquality>]
type ThresholdRow =
    {
        Member: Member
        /// Runs that failed before they were at the threshold: they say nothing of it.
        Failed: int
        /// Runs in which the measurement has no value at all.
        Undefined: int
        /// First evaluated steps at which the threshold is crossed, of the runs that reached it, by seed.
        Reached: Map<int64, int64>
        /// Of the runs that reached it.
        Steps: Estimate
        /// Times are compared up to this step: the largest that every run of the member and of its baseline made without the threshold,
        /// or had no need to make.
        Horizon: int64
        /// By seed: the step at which the threshold was crossed, or the horizon where that is less or the run never crossed it.
        /// Failed and undefined runs are left out.
        Times: Map<int64, BoundedValue>
        /// Mean of the times; of none where runs stopped for another threshold.
        Restricted: Estimate
        /// Of Kaplan and Meier.
        Median: Median
        /// The last step at which a run is known not to have been at the threshold; where the median is unknown it is larger.
        LastUnreached: int64
        /// Of the times, to the baseline. None for the baseline, and where it is withheld.
        Comparison: Comparison option
        /// Why there is no comparison with a baseline that has run.
        Withheld: Withheld option
        /// P-value of the log-rank test against the baseline; NaN where there is none.
        LogRank: float
        /// Seeds that the noise of this comparison needs to show a difference of 5 % of the baseline's mean. None where unknown.
        SeedsFor5Percent: int option
        /// Pairs with the baseline, by seed.
        Pairs: int
        /// Pairs in which the member is known to have reached it first.
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
        Rows: ThresholdRow list
    }

    member table.Censored = table.Rows |> List.sumBy _.Censored

    /// No run has a value of the measurement.
    member table.IsUndefined =
        table.Rows |> List.exists (fun row -> row.Undefined > 0)
        && table.Rows |> List.forall (fun row -> row.Total = 0)

/// How well a member does on features of one firing frequency.
[<NoComparison; NoEquality>]
type DecileRow =
    {
        Member: Member
        /// At the end, decile by decile; differences are paired with the baseline.
        AtEnd: Cell list
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

/// A member of a sweep: a component with one of its numeric options at a value.
[<NoComparison; NoEquality>]
type SweepPoint =
    {
        Member: Member
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
        Lines: SweepLine list
        /// Members that don't vary the option.
        References: (Member * Estimate) list
        /// Of the threshold; None where ends are shown.
        Horizon: int64 option
        /// Runs that never reached the threshold.
        Censored: int
    }

/// The members that share a setting, which are the ones to compare.
[<NoComparison; NoEquality>]
type Section =
    {
        Setting: string
        Members: Member list
        HasBaseline: bool
        Thresholds: ThresholdTable list
        Measurements: MeasurementTable list
        Deciles: DecileTable list
        /// Empty where nothing was revived.
        Revivals: RevivalRow list
        Sweeps: Sweep list
        /// Members whose curves are equal to the bit in every seed, the first of each group before the others.
        Equals: Member list list
    }

    /// Whether a member repeats another one, which alone counts.
    member section.IsRepeated(subject: Member) =
        section.Equals |> List.exists (List.tail >> List.exists subject.IsSame)

/// A member at one size.
[<NoComparison; NoEquality>]
type ScalingPoint =
    {
        /// The value of the axis.
        Size: float
        /// Over the seeds that have a value there.
        Result: Estimate
        /// Runs without one: they never reached it, or were there before training.
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
        Rows: ScalingRow list
    }

[<NoComparison; NoEquality>]
type Summary =
    {
        Experiment: Experiment
        Sections: Section list
        Scalings: Scaling list
        /// Comparisons that have a verdict, which Holm's correction is over.
        Comparisons: int
        /// Records that belong to no run of the experiment.
        Strangers: int
    }

    member summary.Runs = summary.Sections |> List.collect _.Members |> List.collect _.Runs

    member summary.Records = summary.Runs |> List.choose _.Record

let thresholdText (threshold: ReportThreshold) =
    let sign = if threshold.AtLeast then ">=" else "<="
    $"{threshold.Measurement} {sign} {Numbers.exact threshold.Value}"

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

/// Failed and diverged runs have no end to speak of.
let isSound (record: RunRecord) =
    match record.Outcome with
    | Completed
    | Stopped -> true
    | Diverged
    | Failed -> false

let curveOf measurement (record: RunRecord) =
    record.Curves |> Seq.tryFind (fun curve -> curve.Measurement = measurement)

/// The last measured value.
let lastOf (curve: Curve) =
    if curve.Values.Count = 0 then
        nan
    else
        curve.Values[curve.Values.Count - 1]
