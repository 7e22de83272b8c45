/// From members to the numbers that a report prints.
module internal SparsePlugins.Reporting.Analysis

open System
open SparsePlugins.Reporting.Summary

let private estimate (values: Map<int64, float>) =
    Statistics.Estimate(values |> Map.values |> Seq.toArray)

let private difference (values: Map<int64, float>) (baseline: Map<int64, float>) =
    Statistics.PairedDifference(values, baseline)

/// Finite values by seed.
let private bySeed (read: RunRecord -> float option) (subject: Member) =
    subject.Records
    |> List.choose (fun record -> read record |> Option.map (fun value -> record.Seed, value))
    |> List.filter (snd >> Double.IsFinite)
    |> Map.ofList

let private atStart measurement (record: RunRecord) =
    curveOf measurement record
    |> Option.filter (fun curve -> curve.Steps.Count > 0 && curve.Steps[0] = 0L)
    |> Option.map (fun curve -> curve.Values[0])

let private atEnd measurement record =
    if isSound record then
        curveOf measurement record |> Option.map lastOf
    else
        None

let private cell baselineOf read subject =
    let values = bySeed read subject

    {
        Value = estimate values
        Difference = baselineOf subject |> Option.map (bySeed read >> difference values)
    }

let private measurementTable baselineOf members (curve: Curve) =
    {
        Measurement = curve.Measurement
        Unit = curve.Unit
        Better = curve.Better
        Rows =
            [
                for subject in members ->
                    {
                        Member = subject
                        Start = cell baselineOf (atStart curve.Measurement) subject
                        End = cell baselineOf (atEnd curve.Measurement) subject
                    }
            ]
    }

/// The first evaluated step at which the threshold is crossed.
let private crossing (threshold: ReportThreshold) (record: RunRecord) =
    let crosses value =
        if threshold.AtLeast then
            value >= threshold.Value
        else
            value <= threshold.Value

    curveOf threshold.Measurement record
    |> Option.bind (fun curve -> Seq.zip curve.Steps curve.Values |> Seq.tryFind (snd >> crosses))
    |> Option.map fst

/// Whether the left run is known to have got there first; a run that ended without getting there is later than every step it made.
let private isEarlier threshold (left: RunRecord) (right: RunRecord) =
    match crossing threshold left, crossing threshold right with
    | Some mine, Some other -> mine < other
    | Some mine, None -> mine <= right.Steps
    | None, _ -> false

let private pairsOf (subject: Member) (baseline: Member) =
    let others = [ for record in baseline.Records -> record.Seed, record ] |> Map.ofList

    subject.Records
    |> List.choose (fun record -> others.TryFind record.Seed |> Option.map (fun other -> record, other))

let private thresholdRow baselineOf threshold (subject: Member) =
    let reached (records: RunRecord list) =
        [
            for record in records do
                match crossing threshold record with
                | Some step -> record.Seed, step
                | None -> ()
        ]
        |> Map.ofList

    let steps = reached subject.Records

    let pairs =
        baselineOf subject |> Option.map (pairsOf subject) |> Option.defaultValue []

    let complete =
        pairs
        |> List.choose (fun (left, right) ->
            match crossing threshold left, crossing threshold right with
            | Some mine, Some other -> Some(float (mine - other))
            | Some _, None
            | None, Some _
            | None, None -> None)

    {
        Member = subject
        Total = subject.Records.Length
        Reached = steps
        Steps = steps |> Map.map (fun _ step -> float step) |> estimate
        Difference =
            if pairs.IsEmpty || complete.Length < pairs.Length then
                None
            else
                Some(Statistics.Estimate(List.toArray complete))
        Pairs = pairs.Length
        Earlier =
            pairs
            |> List.filter (fun (left, right) -> isEarlier threshold left right)
            |> List.length
        CensoredPairs = pairs.Length - complete.Length
    }

/// Every measurement once, in the order in which records name them.
let private measurementsOf (members: Member list) =
    members
    |> List.collect _.Records
    |> Seq.collect _.Curves
    |> Seq.distinctBy _.Measurement
    |> List.ofSeq

let private section (experiment: Experiment) (setting, members) =
    let baselineOf = Members.baselineOf experiment members

    {
        Setting = setting
        Members = members
        HasBaseline = members |> List.exists (baselineOf >> Option.isSome)
        Thresholds =
            [
                for threshold in experiment.Thresholds ->
                    {
                        Threshold = threshold
                        Rows = members |> List.map (thresholdRow baselineOf threshold)
                    }
            ]
        Measurements = measurementsOf members |> List.map (measurementTable baselineOf members)
    }

/// The whole summary; the order of the records does not matter.
let summarize (experiment: Experiment) records =
    {
        Experiment = experiment
        Sections = Members.bySetting experiment records |> List.map (section experiment)
        Strangers = Members.strangers experiment records
    }

/// The paired differences with an interval, which is the number of comparisons that a report makes.
let comparisons (summary: Summary) =
    let ofSection section =
        [
            for table in section.Thresholds do
                for row in table.Rows -> row.Difference
            for table in section.Measurements do
                if (decileOf table.Measurement).IsNone then
                    for row in table.Rows do
                        yield! [ row.Start.Difference; row.End.Difference ]
        ]

    summary.Sections
    |> List.collect ofSection
    |> List.choose id
    |> List.filter _.HasInterval
    |> List.length

/// How far apart evaluations of a measurement are, mostly.
let gridOf measurement (records: RunRecord list) =
    records
    |> Seq.choose (curveOf measurement)
    |> Seq.collect (fun curve -> Seq.pairwise curve.Steps |> Seq.map (fun (left, right) -> right - left))
    |> Seq.countBy id
    |> Seq.sortBy (fun (gap, count) -> -count, gap)
    |> Seq.tryHead
    |> Option.map fst
