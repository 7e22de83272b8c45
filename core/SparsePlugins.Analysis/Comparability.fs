/// Whether two variants of one report may be compared at all.
module SparsePlugins.Analysis.Comparability

/// Records state every option of their source, so one that is missing came with a later version and tells nothing; other keys are left out at their defaults.
let private isOption (key: string) =
    key.StartsWith("source.with.", System.StringComparison.Ordinal)

/// Keys of the data with both values, where they differ; none where either is not known.
let dataDifferences (left: Variant) (right: Variant) =
    if left.Data.IsEmpty || right.Data.IsEmpty then
        []
    else
        [
            for key in
                Seq.append (Map.keys left.Data) (Map.keys right.Data)
                |> Seq.distinct
                |> Seq.sort do
                match left.Data.TryFind key, right.Data.TryFind key with
                | Some value, Some other when value <> other -> key, value, other
                | Some value, None when not (isOption key) -> key, value, "–"
                | None, Some other when not (isOption key) -> key, "–", other
                | _ -> ()
        ]

/// Why a variant has no verdict against its baseline, whatever is measured.
let withheld (baseline: Variant) (subject: Variant) =
    if not (dataDifferences subject baseline).IsEmpty then
        Some DataDiffer
    elif Budgets.differ subject baseline then
        Some BudgetsDiffer
    else
        None

let private sawOneData (variants: Variant list) =
    variants
    |> List.pairwise
    |> List.forall (fun (left, right) -> (dataDifferences left right).IsEmpty)

/// Whether all saw the same data and were given the same training.
let areAlike (variants: Variant list) =
    sawOneData variants
    && variants
       |> List.pairwise
       |> List.forall (fun (left, right) -> not (Budgets.differ left right))
