/// The answer of one threshold in a sentence or two.
module internal SparsePlugins.Reporting.ThresholdAnswer

open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Answers

let private steps = Numbers.fixedTo 0

let private runs (row: ThresholdRow) = $"{row.Reached.Count} of {row.Total}"

let private isComplete (row: ThresholdRow) = row.Censored = 0

/// `data-sample reached mmcs >= 0.95 in 278 fewer steps than orthogonal (...)`. Nothing is said to have reached what it did not.
let private describe
    threshold
    section
    (table: ThresholdTable)
    (baselineRow: ThresholdRow)
    (row: ThresholdRow, comparison: Comparison)
    =
    let mine, other = row.Variant.Name, baselineRow.Variant.Name
    let difference = comparison.Difference
    let word = if difference.Mean < 0.0 then "fewer" else "more"
    let amount = $"{steps (abs difference.Mean)} {word} steps"

    let seeds =
        $"earlier in {row.Earlier} of {row.Pairs} seeds{ofMany Verdicts.ofTime (judged section table.Rows)}"

    let upTo = Numbers.whole row.Horizon

    let range =
        if comparison.HasNoSpread then
            "the same in every pair"
        else
            interval steps difference

    let cut = $"times up to step {upTo}: {amount}, {range}; {seeds}"

    if isComplete row && isComplete baselineRow then
        $"{mine} reached {threshold} in {amount} than {other} ({range}; {seeds})"
    elif row.Reached.IsEmpty then
        $"{mine} did not reach {threshold} in {upTo} steps; {other} did in {runs baselineRow} seeds ({cut})"
    elif baselineRow.Reached.IsEmpty then
        $"{mine} reached {threshold} in {runs row} seeds; {other} did not in {upTo} steps ({cut})"
    else
        $"{mine} reached {threshold} in {runs row} seeds, {other} in {runs baselineRow} ({cut})"

let private reasonText (reason: Withheld) =
    match reason with
    | BudgetsDiffer -> "the budgets differ"
    | StoppedByAnother -> "runs stopped for another threshold before they reached it"
    | NothingSeen -> "a run was measured before its first update only"
    | NeitherReached -> "no run of either side reached it"

/// Where there is no comparison at all.
let private withheld (table: ThresholdTable) =
    match table.Rows |> List.choose _.Withheld |> List.distinct with
    | _ when table.Rows |> List.exists _.Comparison.IsSome -> allEqual
    | [] -> "no verdict, as no pair has run"
    | reasons -> $"""no verdict, since {reasons |> List.map reasonText |> String.concat "; or "}"""

let private grid (rows: (ThresholdRow * Comparison) list) =
    if rows |> List.exists (fun (_, comparison) -> comparison.IsLimitedByGrid) then
        " The grid of evaluations is too coarse for more: measure more often (a smaller evaluation.every)."
    else
        ""

let private unreached (table: ThresholdTable) =
    match table.Censored, table.Rows |> List.sumBy _.Total with
    | 0, _ -> ""
    | censored, total -> $" {censored} of {total} runs did not reach it."

/// The largest claim, or failing that what is only suggested, or why there is neither.
let text (summary: Summary) (section: Section) (table: ThresholdTable) =
    let threshold = thresholdTitle table
    let rows = judged section table.Rows

    let describe (row: ThresholdRow, comparison) =
        Variants.baselineOf summary.Experiment section.Variants row.Variant
        |> Option.bind (fun baseline -> table.Rows |> List.tryFind (fun other -> baseline.IsSame other.Variant))
        |> Option.map (fun baselineRow -> describe threshold section table baselineRow (row, comparison))
        |> Option.defaultValue ""

    let answer =
        match first [ Below; Above ] rows, first [ SuggestedBelow; SuggestedAbove ] rows with
        | Some found, _ -> describe found + "."
        | None, Some found -> suggested $"Steps to {threshold}" summary.Comparisons (describe found)
        | None, None when rows.IsEmpty -> $"Steps to {threshold}: {withheld table}."
        | None, None -> $"Steps to {threshold}: inconclusive.{grid rows}"

    answer + unreached table
