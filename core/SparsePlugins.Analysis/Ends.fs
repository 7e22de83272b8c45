/// Measurements at initialization and at the end of runs.
module SparsePlugins.Analysis.Ends

open System

open SparsePlugins.Records
open SparsePlugins.Statistics

let private estimate (values: Map<int64, float>) =
    SampleStatistics.Estimate(values |> Map.values |> Seq.toArray)

/// Finite values by seed.
let private bySeed (read: RunRecord -> float option) (subject: Variant) =
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

/// The last values of sound runs, by seed.
let values measurement subject = bySeed (atEnd measurement) subject

let private differences baselineOf measurement read subject =
    baselineOf subject
    |> Option.filter (fun baseline ->
        (Comparability.dataDifferences subject baseline).IsEmpty
        && (Comparability.metricDifferences measurement subject baseline).IsEmpty)
    |> Option.map (fun baseline -> SampleStatistics.PairedDifferences(bySeed read subject, bySeed read baseline))

let private cell baselineOf measurement (read: string -> RunRecord -> float option) subject =
    let read = read measurement

    {
        Value = estimate (bySeed read subject)
        Difference =
            differences baselineOf measurement read subject
            |> Option.map SampleStatistics.Estimate
    }

/// A variant's end with its difference to the baseline.
let cellAtEnd baselineOf measurement subject =
    cell baselineOf measurement atEnd subject

/// Whether ends are measured after the same training on the same data. Runs that met `stop_when` end at different steps, the best one after the least.
let private endTogether (variants: Variant list) =
    variants
    |> List.collect _.Records
    |> List.forall (fun record -> record.Outcome <> Stopped)
    && Comparability.areAlike variants

let private comparisonBy compare baselineOf measurement (subject: Variant) =
    baselineOf subject
    |> Option.filter (fun baseline -> endTogether [ subject; baseline ])
    |> Option.bind (fun _ -> differences baselineOf measurement (atEnd measurement) subject)
    |> Option.filter (fun found -> found.Count > 0)
    |> Option.bind compare

let private comparison baselineOf measurement subject =
    comparisonBy (Comparison.OfDifferences >> Some) baselineOf measurement subject

/// The left variant's end compared with the right one's, whichever is the baseline; None where they are not to be compared, or the p-value
/// is not below a bound.
let between bound measurement left right =
    comparisonBy (fun found -> Comparison.OfDifferencesBelow(bound, found)) (fun _ -> Some right) measurement left

let private table baselineOf (variants: Variant list) (facts: MeasurementFacts) =
    let isJudged = facts.IsOwn && facts.Better <> BetterSide.Neither

    let rows =
        [
            for subject in variants ->
                {
                    Variant = subject
                    Start = cell baselineOf facts.Name atStart subject
                    End = cellAtEnd baselineOf facts.Name subject
                    Comparison =
                        if isJudged then
                            comparison baselineOf facts.Name subject
                        else
                            None
                    Withheld = baselineOf subject |> Option.bind (Comparability.withheldBy facts.Name subject)
                }
        ]

    {
        Facts = facts
        HasVerdict = isJudged && (endTogether variants || rows |> List.exists _.Comparison.IsSome)
        EndTogether = endTogether variants
        Rows = rows
    }

/// Every curve once, in the order in which records name them: what is compared, and what schedules came to.
let private curves (variants: Variant list) =
    variants
    |> List.collect _.Records
    |> Seq.collect _.Curves
    |> Seq.map _.Facts
    |> Seq.distinctBy _.Name
    |> List.ofSeq
    |> List.partition (fun facts -> facts.ReportedAs <> ReportedAs.Schedule)

/// Every measurement.
let tables baselineOf (variants: Variant list) =
    curves variants |> fst |> List.map (table baselineOf variants)

/// Every schedule that varied.
let schedules variants = curves variants |> snd
