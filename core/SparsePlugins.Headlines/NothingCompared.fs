/// What keeps a setting from having any result.
module SparsePlugins.Headlines.NothingCompared

open SparsePlugins.Analysis
open SparsePlugins.Records

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

/// Why; None where there are results.
let reason (experiment: ExperimentRecord) (section: Section) =
    let records = section.Variants |> List.collect _.Records

    if records.IsEmpty then
        Some "No run has finished yet."
    elif records |> List.forall (isSound >> not) then
        Some(broken records (section.Variants |> List.sumBy _.Runs.Length))
    elif records |> List.forall _.IsUntrained then
        Some "Every run met stop_when before its first update: nothing was trained, so nothing is compared."
    elif not section.HasBaseline then
        Some $"Nothing is compared: no pair of a variant and the baseline {experiment.Baseline} has run."
    else
        None
