/// What the sentences of a headline share.
module internal SparsePlugins.Reporting.Answers

open SparsePlugins.Analysis
open SparsePlugins.Statistics

/// `95 % interval 179 to 377`, by distance from zero.
let interval format (difference: Estimate) =
    let low = min (abs difference.Lower) (abs difference.Upper)
    let high = max (abs difference.Lower) (abs difference.Upper)
    $"95 %% interval {format low} to {format high}"

let private select (subjectOf: 'row -> Variant) (comparisonOf: 'row -> Comparison option) (section: Section) rows =
    rows
    |> List.filter (fun row -> not (section.IsRepeated(subjectOf row)))
    |> List.choose (fun row -> comparisonOf row |> Option.map (fun comparison -> row, comparison))

/// Rows with a comparison, each different result once.
let judged (section: Section) (rows: ThresholdRow list) =
    select (fun (row: ThresholdRow) -> row.Variant) _.Comparison section rows

/// The same of ends.
let judgedEnds (section: Section) (rows: MeasurementRow list) =
    select (fun (row: MeasurementRow) -> row.Variant) _.Comparison section rows

let private withVerdict (verdict: Verdict) (rows: ('row * Comparison) list) =
    rows
    |> List.filter (fun (_, comparison) -> comparison.Verdict = verdict)
    |> List.sortByDescending (fun (_, comparison) -> abs comparison.Difference.Mean)

/// So that the largest of many differences is not taken for the only one.
let ofMany (words: Verdicts.Words) (rows: ('row * Comparison) list) =
    let count verdict = (withVerdict verdict rows).Length

    if rows.Length > 1 then
        $"; of {rows.Length} variants {count Below} {words.Below}, {count Above} {words.Above}"
    else
        ""

/// The largest difference with the first verdict that there is.
let first verdicts rows =
    verdicts
    |> List.tryPick (fun verdict -> withVerdict verdict rows |> List.tryHead)

/// Where every variant repeats its baseline or another one.
let allEqual = "no difference, as every result is equal to the bit"

/// What was shown before correction alone.
let suggested what comparisons description =
    $"{what}: suggestive only, not shown after correction for {comparisons} comparisons: {description}."
