/// The answer in a few sentences; a difference is only claimed where the rule of the verdicts allows it.
module internal SparsePlugins.Reporting.Headline

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Answers

let private baselineName experiment (section: Section) (subject: Variant) =
    Variants.baselineOf experiment section.Variants subject
    |> Option.map _.Name
    |> Option.defaultValue experiment.Baseline

let private ofEnd (summary: Summary) (section: Section) (table: MeasurementTable) =
    let decimals = table.Rows |> List.map _.End.Value.Mean |> Numbers.decimalsFor
    let format = Numbers.fixedTo decimals
    let rows = judgedEnds section table.Rows

    let describe (row: MeasurementRow, comparison: Comparison) =
        let difference = comparison.Difference
        let word = if difference.Mean < 0.0 then "lower" else "higher"

        $"{row.Variant.Name} ended at {table.Title} {format (abs difference.Mean)} {word} than "
        + $"{baselineName summary.Experiment section row.Variant} ({interval format difference}"
        + $"{ofMany (Verdicts.ofMeasurement table.Facts) rows})"

    let claims, suggestions =
        match table.Facts.Better with
        | BetterSide.Lower -> [ Below; Above ], [ SuggestedBelow; SuggestedAbove ]
        | BetterSide.Higher
        | BetterSide.Neither -> [ Above; Below ], [ SuggestedAbove; SuggestedBelow ]

    let what = $"{table.Title} at the end"

    match first claims rows, first suggestions rows with
    | Some found, _ -> describe found + "."
    | None, Some found -> suggested what summary.Comparisons (describe found)
    | None, None when table.Rows |> List.forall _.Comparison.IsNone -> $"{what}: no verdict, as no pair has a value."
    | None, None when rows.IsEmpty -> $"{what}: {allEqual}."
    | None, None -> $"{what}: inconclusive."

/// The first measurement that has a verdict and a value, with those before it that have none.
let private atEnd (summary: Summary) (section: Section) =
    let hasValue (table: MeasurementTable) =
        table.Rows |> List.exists (fun row -> row.End.Value.Count > 0)

    let judged = section.Measurements |> List.filter _.HasVerdict

    match judged |> List.tryFind hasValue, judged with
    | Some table, _ -> ofEnd summary section table
    | None, [] ->
        "No end is judged: runs ended after different training, or nothing was measured that is better on one side."
    | None, _ -> "Nothing was measured at the end that has a value."

let private undefined (section: Section) =
    section.Thresholds
    |> List.filter _.IsUndefined
    |> List.map _.Title
    |> List.distinct
    |> List.map (fun measurement -> $"{measurement} is undefined: it has no value in any run.")

let private unreached (section: Section) =
    section.Thresholds
    |> List.filter (fun table -> not table.IsUndefined)
    |> List.tryLast
    |> Option.map (fun table -> $"No run reached {thresholdTitle table}.")
    |> Option.toList

/// Every threshold that some run reached, the last first: none is chosen for what came of it.
let private ofResults (summary: Summary) (section: Section) =
    match section.Thresholds |> List.filter isReached |> List.rev with
    | [] -> undefined section @ unreached section @ [ atEnd summary section ]
    | tables -> List.map (ThresholdAnswer.text summary section) tables @ undefined section

let private broken (records: RunRecord list) planned =
    let count outcome =
        records |> List.filter (fun record -> record.Outcome = outcome) |> List.length

    let ofAll count word =
        if count = planned then
            $"Every run {word}"
        elif count = records.Length then
            $"{count} of {planned} runs {word}, and no other has finished"
        else
            ""

    match count Diverged, count Failed with
    | diverged, 0 -> ofAll diverged "diverged"
    | 0, failed -> ofAll failed "failed"
    | diverged, failed -> $"No run ended well: {diverged} diverged and {failed} failed"
    |> fun text -> $"{text}: nothing is compared."

/// The answer of one setting.
let ofSection (summary: Summary) (section: Section) =
    let records = section.Variants |> List.collect _.Records
    let planned = section.Variants |> List.sumBy _.Runs.Length

    if records.IsEmpty then
        "No run has finished yet."
    elif records |> List.forall (isSound >> not) then
        broken records planned
    elif records |> List.forall _.IsUntrained then
        "Every run met stop_when before its first update: nothing was trained, so nothing is compared."
    elif not section.HasBaseline then
        $"Nothing is compared: no pair of a variant and the baseline {summary.Experiment.Baseline} has run."
    else
        String.Join(" ", ofResults summary section)
