/// The numbers of a report: what tables, figures and JSON are made of.
module internal SparsePlugins.Reporting.Summary

/// A planned run and, once it is done, its record.
type Run =
    {
        Planned: ExperimentRun
        Record: RunRecord option
    }

/// What is compared: an initializer with a reinitializer, over seeds.
type Member =
    {
        Initializer: string
        Reinitializer: string
        /// The part of both that tells members apart.
        Name: string
        IsBaseline: bool
        Runs: Run list
    }

    member m.Records = m.Runs |> List.choose _.Record

/// A mean, and its paired difference to the baseline where there is another member that is one.
type Cell =
    {
        Value: Estimate
        Difference: Estimate option
    }

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

type MeasurementTable =
    {
        Measurement: string
        Unit: string
        Better: string
        /// A metric's own measurement, not one of the further ones that begin with its name.
        IsPrimary: bool
        /// Whether its ends are judged: a metric's own measurement that has a better side, and is not the training loss.
        HasVerdict: bool
        Rows: MeasurementRow list
    }

type ThresholdRow =
    {
        Member: Member
        /// Runs with a record.
        Total: int
        /// First evaluated steps at which the threshold is crossed, of the runs that got there, by seed.
        Reached: Map<int64, int64>
        /// Of the runs that got there.
        Steps: Estimate
        /// By seed: the step at which the threshold was crossed, or the table's horizon where that is less or the run never got
        /// there. Failed runs are left out.
        Times: Map<int64, float>
        /// Mean of the times.
        Restricted: Estimate
        /// Of Kaplan and Meier.
        Median: Median
        /// Of the times, to the baseline. None for the baseline, and where no pair has run.
        Comparison: Comparison option
        /// P-value of the log-rank test against the baseline; NaN where there is none.
        LogRank: float
        /// Seeds that the noise of this comparison needs to show a difference of 5 % of the baseline's mean. None where unknown.
        SeedsFor5Percent: int option
        /// Pairs with the baseline, by seed.
        Pairs: int
        /// Pairs in which the member got there first.
        Earlier: int
        /// Pairs in which either never got there.
        CensoredPairs: int
    }

    /// Runs that ended without getting there; failed ones are not among them.
    member row.Censored = row.Times.Count - row.Reached.Count

type ThresholdTable =
    {
        Threshold: ReportThreshold
        /// The largest step that every run of the section either made or had no need to make: times are compared up to it.
        Horizon: int64
        Rows: ThresholdRow list
    }

    member table.Censored = table.Rows |> List.sumBy _.Censored

/// How well a member does on features of one firing frequency.
type DecileRow =
    {
        Member: Member
        /// At the end, decile by decile; differences are paired with the baseline.
        AtEnd: Cell list
        /// Mean of min(steps until the decile is at the bound, its horizon), and the runs that got there.
        Times: (Estimate * int) list
    }

type DecileTable =
    {
        /// `mmcs`
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
type SweepPoint =
    {
        Member: Member
        Value: float
        Result: Estimate
    }

type SweepLine =
    {
        /// The component, with the options that stay: `outliers(detector=distance)`.
        Name: string
        /// In the order of values; at least three.
        Points: SweepPoint list
    }

/// Results against a numeric option, for every component that varies it.
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
        /// Runs that never got to the threshold.
        Censored: int
    }

/// The members that share a setting, which are the ones to compare.
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
    }

/// A member at one size.
type ScalingPoint =
    {
        /// The value of the axis.
        Size: float
        /// Over the seeds that have a value there.
        Result: Estimate
        /// Runs without one: they never got there, or were there before training.
        Missing: int
    }

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

/// Whether any run got there.
let isReached (table: ThresholdTable) =
    table.Rows |> List.exists (fun row -> not row.Reached.IsEmpty)

/// The threshold that a figure shows where it shows one: the last that half of all runs reached, or failing that the last that any did.
let tellingOf (tables: ThresholdTable list) =
    let isCommon (table: ThresholdTable) =
        2 * (table.Rows |> List.sumBy _.Reached.Count)
        >= (table.Rows |> List.sumBy _.Times.Count)

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

/// Splits `mmcs-decile-3` into its family and its number.
let decileOf (measurement: string) =
    let marker = "-decile-"

    match measurement.LastIndexOf(marker, System.StringComparison.Ordinal) with
    | -1 -> None
    | at ->
        match System.Int32.TryParse(measurement.Substring(at + marker.Length)) with
        | true, number -> Some(measurement.Substring(0, at), number)
        | false, _ -> None
