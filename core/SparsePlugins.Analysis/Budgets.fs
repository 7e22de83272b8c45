/// How much training two variants were given.
module SparsePlugins.Analysis.Budgets

open SparsePlugins.Statistics

let private batches (subject: Variant) =
    subject.Records |> List.map _.Batch |> List.distinct |> List.sort

/// Whether one was to make more updates than the other, or updates of other batches. False where either is not known.
let differ (left: Variant) (right: Variant) =
    let steps =
        match left.Planned, right.Planned with
        | Some left, Some right -> left <> right
        | Some _, None
        | None, _ -> false

    let sizes =
        match batches left, batches right with
        | [], _
        | _, [] -> false
        | left, right -> left <> right

    steps || sizes

/// `400 steps of 512 samples`
let text (subject: Variant) =
    let steps =
        match subject.Planned with
        | Some steps -> Numbers.whole steps
        | None -> "unknown"

    let sizes =
        batches subject |> List.map (int64 >> Numbers.whole) |> String.concat " or "

    $"{steps} steps of {sizes} samples"
