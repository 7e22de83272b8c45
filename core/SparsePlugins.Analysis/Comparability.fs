/// Whether two variants of one report may be compared at all.
module SparsePlugins.Analysis.Comparability

/// Keys of the data with both values, where they differ; none where either is not known.
let dataDifferences (left: Variant) (right: Variant) =
    if left.Data.IsEmpty || right.Data.IsEmpty then
        []
    else
        let text key (data: Map<string, string>) =
            data.TryFind key |> Option.defaultValue "–"

        Seq.append (Map.keys left.Data) (Map.keys right.Data)
        |> Seq.distinct
        |> Seq.sort
        |> Seq.map (fun key -> key, text key left.Data, text key right.Data)
        |> Seq.filter (fun (_, left, right) -> left <> right)
        |> List.ofSeq

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
