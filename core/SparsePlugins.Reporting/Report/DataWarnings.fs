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

/// `0.31`, or `0.29 to 0.33` where runs differ; with the digits that matter beside 1.
let private span (values: float list) =
    let text (value: float) =
        Numbers.fixedTo (if value >= 10.0 then 0 else 2) value

    match List.distinct [ text (List.min values); text (List.max values) ] with
    | [ one ] -> one
    | texts -> String.concat " to " texts

/// What the activations are like, and what was done to them: `gamma = |mean| / |std| = 0.31; center: mean`.
let activations (summary: Summary) =
    let facts = summary.Records |> List.choose factsOf

    let gammas =
        facts |> List.choose (fun data -> Option.ofObj data.Sample) |> List.map _.Gamma

    let inputs =
        facts
        |> List.map (fun data ->
            match data.Inputs with
            | null -> ""
            | inputs ->
                let dropped =
                    if Double.IsFinite inputs.LongestKept then
                        ", long rows dropped"
                    else
                        ""

                $"; center: {inputs.Center}, scale: {inputs.Scale}{dropped}")
        |> List.distinct

    match gammas, inputs with
    | [], _ -> None
    | _, [ done' ] -> Some $"gamma = |mean| / |std| = {span gammas}{done'}"
    | _ -> Some $"gamma = |mean| / |std| = {span gammas}; centers and scales differ between settings"

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
