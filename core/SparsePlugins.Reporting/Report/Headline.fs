/// The answer in one sentence; a difference is only claimed where the rule of the verdicts allows it.
module internal SparsePlugins.Reporting.Headline

open System
open SparsePlugins.Reporting.Summary

let private interval format (difference: Estimate) =
    let low = min (abs difference.Lower) (abs difference.Upper)
    let high = max (abs difference.Lower) (abs difference.Upper)
    $"95 %% interval {format low} to {format high}"

/// A member with its comparison.
type private Found = Member * Comparison

let private withVerdict (verdict: Verdict) (rows: Found list) =
    rows
    |> List.filter (fun (_, comparison) -> comparison.Verdict = verdict)
    |> List.sortByDescending (fun (_, comparison) -> abs comparison.Difference.Mean)

/// So that the largest of many differences is not taken for the only one.
let private ofMany words (rows: Found list) =
    let count verdict = (withVerdict verdict rows).Length
    let above, below = words

    if rows.Length > 1 then
        $"; of {rows.Length} members {count Below} {below}, {count Above} {above}"
    else
        ""

let private baselineName experiment section (subject: Member) =
    Members.baselineOf experiment section.Members subject
    |> Option.map _.Name
    |> Option.defaultValue experiment.Baseline

/// The largest claim of the first kind that there is.
let private first verdicts rows =
    verdicts
    |> List.tryPick (fun verdict -> withVerdict verdict rows |> List.tryHead)

/// What is said where nothing stands: the largest difference that stood before correction, if there is one.
let private nothing what describe comparisons rows =
    match first [ BelowUncorrected; AboveUncorrected ] rows with
    | None -> $"No difference shown in {what}."
    | Some found ->
        $"No difference shown in {what} after correction for {comparisons} comparisons; the largest before it: {describe found}."

let private unreached (table: ThresholdTable) =
    if table.Censored = 0 then
        ""
    else
        let total = table.Rows |> List.sumBy _.Times.Count

        $" Runs that never got there, {table.Censored} of {total}, count with {Numbers.whole table.Horizon} steps."

let private ofThreshold summary section (table: ThresholdTable) =
    let rows =
        table.Rows
        |> List.choose (fun row -> row.Comparison |> Option.map (fun comparison -> row.Member, comparison))

    let threshold = thresholdText table.Threshold
    let steps = Numbers.fixedTo 0

    let describe (subject: Member, comparison: Comparison) =
        let difference = comparison.Difference
        let row = table.Rows |> List.find (fun row -> row.Member = subject)
        let word = if difference.Mean < 0.0 then "fewer" else "more"

        $"{subject.Name} reached {threshold} in {steps (abs difference.Mean)} {word} steps than "
        + $"{baselineName summary.Experiment section subject} ({interval steps difference}; earlier in {row.Earlier} of {row.Pairs} seeds"
        + $"{ofMany Verdicts.ofTime rows})"

    let answer =
        match first [ Below; Above ] rows with
        | Some found -> describe found + "."
        | None -> nothing $"the steps to {threshold}" describe summary.Comparisons rows

    answer + unreached table

let private ofEnd summary section (table: MeasurementTable) =
    let decimals = table.Rows |> List.map _.End.Value.Mean |> Numbers.decimalsFor
    let format = Numbers.fixedTo decimals

    let rows =
        table.Rows
        |> List.choose (fun row -> row.Comparison |> Option.map (fun comparison -> row.Member, comparison))

    let describe (subject: Member, comparison: Comparison) =
        let difference = comparison.Difference
        let word = if difference.Mean < 0.0 then "lower" else "higher"

        $"{subject.Name} ended at {table.Measurement} {format (abs difference.Mean)} {word} than "
        + $"{baselineName summary.Experiment section subject} ({interval format difference}"
        + $"{ofMany (Verdicts.ofMeasurement table.Better) rows})"

    let order =
        if table.Better = "lower" then
            [ Below; Above ]
        else
            [ Above; Below ]

    match first order rows with
    | Some found -> describe found + "."
    | None -> nothing $"{table.Measurement} at the end of the runs" describe summary.Comparisons rows

/// Every threshold that some run reached, the last first: none is chosen for what came of it.
let private told section =
    section.Thresholds |> List.filter isReached |> List.rev

/// The answer of one setting.
let ofSection summary section =
    let sound = section.Members |> List.collect _.Records |> List.filter isSound

    let atEnd () =
        section.Measurements
        |> List.tryFind _.HasVerdict
        |> Option.map (ofEnd summary section)
        |> Option.defaultValue "Nothing was measured that is better on one side."

    if sound.IsEmpty then
        "No run has finished yet."
    elif not section.HasBaseline then
        $"Nothing is compared: no pair of a member and the baseline {summary.Experiment.Baseline} has run."
    else
        match told section, List.tryLast section.Thresholds with
        | [], Some table -> $"No run reached {thresholdText table.Threshold}. {atEnd ()}"
        | [], None -> atEnd ()
        | tables, _ -> String.Join(" ", tables |> List.map (ofThreshold summary section))
