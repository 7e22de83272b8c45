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
    }

type MeasurementTable =
    {
        Measurement: string
        Unit: string
        Better: string
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
        /// None for the baseline, and where a run of a pair never got there.
        Difference: Estimate option
        /// Pairs with the baseline, by seed.
        Pairs: int
        /// Pairs in which the member got there first.
        Earlier: int
        /// Pairs in which either never got there.
        CensoredPairs: int
    }

type ThresholdTable =
    {
        Threshold: ReportThreshold
        Rows: ThresholdRow list
    }

/// The members that share a setting, which are the ones to compare.
type Section =
    {
        Setting: string
        Members: Member list
        HasBaseline: bool
        Thresholds: ThresholdTable list
        Measurements: MeasurementTable list
    }

type Summary =
    {
        Experiment: Experiment
        Sections: Section list
        /// Records that belong to no run of the experiment.
        Strangers: int
    }

    member summary.Runs = summary.Sections |> List.collect _.Members |> List.collect _.Runs

    member summary.Records = summary.Runs |> List.choose _.Record

let thresholdText (threshold: ReportThreshold) =
    let sign = if threshold.AtLeast then ">=" else "<="
    $"{threshold.Measurement} {sign} {Numbers.exact threshold.Value}"

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
