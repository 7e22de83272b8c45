/// What a reader must know about the data before believing the numbers; plain text.
module internal SparsePlugins.Reporting.DataWarnings

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

let private factsOf (record: RunRecord) =
    match record.Data with
    | null -> None
    | data -> Some data

/// Each note once, in the order of the runs; with its source where there are several.
let notes (summary: Summary) =
    let sources = summary.Records |> List.map _.Source |> List.distinct

    [
        for record in summary.Records do
            let prefix = if sources.Length > 1 then $"{record.Source}: " else ""

            for data in Option.toList (factsOf record) do
                for note in data.Notes do
                    $"Data: {prefix}{note}."
    ]
    |> List.distinct

/// Measurements without a number in any run whose evaluation rows are equal, and the numbers of those rows.
let private withoutVariance (summary: Summary) =
    [
        for record in summary.Records do
            match factsOf record with
            | Some data when not data.EvaluationVaries ->
                for curve in record.Curves do
                    curve.Facts, (data.EvaluationRows, curve.Values |> Seq.exists Double.IsFinite)
            | Some _
            | None -> ()
    ]
    |> List.groupBy (fun (facts: MeasurementFacts, _) -> facts.Name)
    |> List.map (fun (_, found) -> fst found.Head, List.map snd found)
    |> List.filter (fun (_, found) -> found |> List.forall (snd >> not))
    |> List.map (fun (facts, found) -> facts, found |> List.map fst |> List.distinct)

/// Whether that is why a measurement has no number.
let explains (summary: Summary) measurement =
    withoutVariance summary
    |> List.exists (fun (facts: MeasurementFacts, _) -> facts.Name = measurement)

/// `FVU is undefined: all 256 evaluation rows are equal.`
let undefined (summary: Summary) =
    [
        for facts, rows in withoutVariance summary do
            match rows with
            | [ 1L ] -> $"{facts.Title} is undefined: there is 1 evaluation row, and one row has no variance."
            | [ rows ] -> $"{facts.Title} is undefined: all {Numbers.whole rows} evaluation rows are equal."
            | _ -> $"{facts.Title} is undefined: all evaluation rows of a run are equal."
    ]

/// Rows that metrics were measured on: `1,000 rows`.
let evaluationRows (summary: Summary) =
    match
        summary.Records
        |> List.choose factsOf
        |> List.map _.EvaluationRows
        |> List.distinct
        |> List.sort
    with
    | [] -> None
    | [ rows ] -> Some $"{Numbers.whole rows} rows"
    | rows -> Some $"{Numbers.whole rows.Head} to {Numbers.whole (List.last rows)} rows"
