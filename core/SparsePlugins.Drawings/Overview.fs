/// The result by which all settings of a sweep are compared.
module SparsePlugins.Drawings.Overview

open SparsePlugins.Documents
open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics

type Quantity =
    /// Steps to a threshold that half of all runs reached.
    | StepsTo of ReportThreshold * title: string
    /// A judged measurement at the end.
    | EndOf of MeasurementFacts

/// A variant's result in a setting.
type Outcome =
    {
        Variant: Variant
        Result: Estimate
        Comparison: Comparison option
        /// Runs that did not reach the threshold are among the result.
        IsCensored: bool
    }

/// The last threshold that half of the runs of all settings reached, or else the first measurement that is judged.
let quantity (sections: Section list) =
    let tables = sections |> List.collect _.Thresholds

    let isCommon (_, found: ThresholdTable list) =
        let rows = found |> List.collect _.Rows
        let reached = rows |> List.sumBy _.Reached.Count
        reached > 0 && 2 * reached >= (rows |> List.sumBy _.Total)

    let common =
        tables
        |> List.groupBy (fun table -> thresholdText table.Threshold)
        |> List.filter isCommon
        |> List.tryLast

    match common with
    | Some(_, table :: _) -> Some(StepsTo(table.Threshold, thresholdTitle table))
    | Some(_, [])
    | None ->
        sections
        |> List.collect _.Measurements
        |> List.tryFind _.HasVerdict
        |> Option.map (fun table -> EndOf table.Facts)

let title quantity =
    match quantity with
    | StepsTo(_, title) -> $"steps to {title}"
    | EndOf facts -> $"{facts.Title} at the end"

/// The same with the side that is better, for axes.
let directedTitle quantity =
    match quantity with
    | StepsTo(_, title) -> BetterSide.Lower.Directed $"steps to {title}"
    | EndOf facts -> $"{facts.DirectedTitle} at the end"

let words quantity =
    match quantity with
    | StepsTo _ -> Verdicts.ofTime
    | EndOf facts -> Verdicts.ofMeasurement facts

/// Whether more is better.
let isMoreBetter quantity =
    match quantity with
    | StepsTo _ -> false
    | EndOf facts -> facts.Better = BetterSide.Higher

/// The results of a setting's variants, in their order.
let outcomes quantity (section: Section) =
    match quantity with
    | StepsTo(threshold, _) ->
        section.Thresholds
        |> List.filter (fun table -> thresholdText table.Threshold = thresholdText threshold)
        |> List.collect _.Rows
        |> List.map (fun row ->
            {
                Variant = row.Variant
                Result = row.Restricted
                Comparison = row.Comparison
                IsCensored = row.Censored > 0
            })
    | EndOf facts ->
        section.Measurements
        |> List.filter (fun table -> table.Measurement = facts.Name)
        |> List.collect _.Rows
        |> List.map (fun row ->
            {
                Variant = row.Variant
                Result = row.End.Value
                Comparison = row.Comparison
                IsCensored = false
            })

/// At most so many variants, by their places in all settings together, the best first; baselines, at most half of all, are kept.
let shown limit (sections: Section list) =
    let places = sections |> List.map Ranking.placeOf

    let has (section: Section) (subject: Variant) =
        section.Variants |> List.exists subject.IsSame

    let sum (subject: Variant) =
        List.zip sections places
        |> List.filter (fun (section, _) -> has section subject)
        |> List.averageBy (fun (_, place) -> float (place subject))

    let ranked =
        sections |> List.collect _.Variants |> List.distinctBy _.Name |> List.sortBy sum

    let baselines, others = ranked |> List.partition _.IsBaseline
    let kept = List.truncate (limit / 2) baselines
    let chosen = kept @ List.truncate (limit - kept.Length) others
    ranked |> List.filter (fun subject -> chosen |> List.exists subject.IsSame)

/// The best mean of all settings; NaN where there is none.
let best quantity (sections: Section list) =
    sections
    |> List.collect (outcomes quantity)
    |> List.map _.Result.Mean
    |> List.filter Double.IsFinite
    |> function
        | [] -> nan
        | means when isMoreBetter quantity -> List.max means
        | means -> List.min means

/// Digits after the point for all results together.
let decimals quantity sections =
    match quantity with
    | StepsTo _ -> 0
    | EndOf _ ->
        sections
        |> List.collect (outcomes quantity)
        |> List.map _.Result.Mean
        |> Numbers.decimalsFor
