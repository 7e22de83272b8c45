/// What decides the data that a run of a seed saw, as keys and values.
module SparsePlugins.Analysis.DataFacets

open SparsePlugins.Records
open SparsePlugins.Statistics

/// Of recorded data: files may have other rows under the same names.
let private ofSurvey (record: RunRecord) =
    match record.Data with
    | null -> []
    | data ->
        match data.Survey with
        | null -> []
        | survey ->
            [
                "training rows", Numbers.whole survey.TrainingRows
                "held-out rows", Numbers.whole survey.HeldOutRows
                "distinct rows", Numbers.whole survey.DistinctRows
            ]

/// The source with its options and what is done to its rows, and how many rows recorded data has. Batches are a matter of budgets.
let ofRecord (record: RunRecord) =
    ResolvedSpec.ofSource record
    |> List.map (fun (path, value) -> ResolvedSpec.pathText path, ResolvedSpec.text value)
    |> List.append (ofSurvey record)
    |> Map.ofList
