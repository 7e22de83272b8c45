/// Variants whose runs are equal to the bit: what tells them apart had no effect.
module SparsePlugins.Analysis.EqualVariants

open SparsePlugins.Records

/// Whether both have trained the same seeds, with the same results in each.
let private haveEqualResults (left: Variant) (right: Variant) =
    let bySeed (subject: Variant) =
        subject.Records |> List.sortBy (fun record -> record.Seed)

    let mine, others = bySeed left, bySeed right

    not mine.IsEmpty
    && List.map (fun (record: RunRecord) -> record.Seed) mine = List.map (fun (record: RunRecord) -> record.Seed) others
    && mine |> List.exists (fun record -> record.Steps > 0L)
    && List.zip mine others |> List.forall EqualRuns.areEqual

let private join (groups: Variant list list) subject =
    match groups |> List.tryFindIndex (List.head >> haveEqualResults subject) with
    | Some place ->
        groups
        |> List.mapi (fun index group -> if index = place then group @ [ subject ] else group)
    | None -> groups @ [ [ subject ] ]

/// Groups of two or more, a baseline first where it is one of them. Old builds of a watched sweep are left out.
let find (variants: Variant list) =
    let baselines, others =
        variants
        |> List.filter (fun subject -> not subject.IsOldBuild)
        |> List.partition _.IsBaseline

    baselines @ others
    |> List.fold join []
    |> List.filter (fun group -> group.Length > 1)
