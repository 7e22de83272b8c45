/// The order of variants, best first: one for every figure of a section.
module internal SparsePlugins.Reporting.Ranking

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics

/// Less is better, and what has no value comes last.
let private key value =
    if Double.IsFinite value then value else infinity

/// Distances from the better side, so that less is better.
let private badness (facts: MeasurementFacts) value =
    match facts.Better with
    | BetterSide.Higher -> -value
    | BetterSide.Lower
    | BetterSide.Neither -> value

/// Rows of a table, best first; those that reached the threshold in more runs come before others with the same mean.
let thresholdRows (table: ThresholdTable) =
    table.Rows
    |> List.sortBy (fun row -> key row.Restricted.Mean, -row.Reached.Count)

/// Rows of a measurement by their ends, best first.
let measurementRows (table: MeasurementTable) =
    table.Rows
    |> List.sortBy (fun row -> row.End.Value.Mean |> badness table.Facts |> key)

/// All variants by the threshold that a figure would show, or by the ends of the first measurement that is judged; else as they come.
let variants (section: Section) =
    match tellingOf section.Thresholds, section.Measurements |> List.tryFind _.HasVerdict with
    | Some table, _ -> thresholdRows table |> List.map _.Variant
    | None, Some table -> measurementRows table |> List.map _.Variant
    | None, None -> section.Variants

/// The place of a variant in the order.
let placeOf (section: Section) =
    let order = variants section
    fun (subject: Variant) -> order |> List.findIndex subject.IsSame

/// The variant that did best among those that are no baseline; None where nothing is ranked.
let best (section: Section) =
    match section.Thresholds |> List.exists isReached, section.Measurements |> List.exists _.HasVerdict with
    | false, false -> None
    | _ -> variants section |> List.tryFind (fun subject -> not subject.IsBaseline)
