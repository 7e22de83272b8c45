/// Whether two variants of one report may be compared at all.
module SparsePlugins.Analysis.Comparability

/// Records state every option of their source, so one that is missing came with a later version and tells nothing; other keys are left out at their defaults.
let private isOption (key: string) =
    key.StartsWith("source.with.", System.StringComparison.Ordinal)

/// Keys that both have with other values, with both.
let private differing text (left: Map<string, 'value>) (right: Map<string, 'value>) =
    [
        for KeyValue(key, value) in left do
            match right.TryFind key with
            | Some other when other <> value -> key, text value, text other
            | _ -> ()
    ]

/// Plugins that both used in other builds. A record doesn't say which one holds its source, so any may.
let buildDifferences (left: Variant) (right: Variant) =
    differing (String.concat " and ") left.Builds right.Builds

/// Other builds, unless the samples of the seeds that both have show that the source gives the same rows.
let private unshownBuilds (left: Variant) (right: Variant) =
    match buildDifferences left right with
    | [] -> []
    | _ when DataFacets.haveEqualSamples left.Records right.Records -> []
    | found -> [ for name, value, other in found -> $"build of {name}", value, other ]

/// Whether other builds gave both the same data: the samples of the seeds that both have show it.
let areShownEqual (left: Variant) (right: Variant) =
    not (buildDifferences left right).IsEmpty
    && DataFacets.haveEqualSamples left.Records right.Records

/// Keys of the data with both values, where they differ; none where either is not known.
let dataDifferences (left: Variant) (right: Variant) =
    if left.Data.IsEmpty || right.Data.IsEmpty then
        []
    else
        unshownBuilds left right
        @ [
            for key in
                Seq.append (Map.keys left.Data) (Map.keys right.Data)
                |> Seq.distinct
                |> Seq.sort do
                match left.Data.TryFind key, right.Data.TryFind key with
                | Some value, Some other when value <> other -> key, value, other
                | Some value, None when not (isOption key) -> key, value, "none"
                | None, Some other when not (isOption key) -> key, "none", other
                | _ -> ()
        ]

let private metricOf measurement (subject: Variant) =
    subject.Records
    |> List.tryPick (curveOf measurement)
    |> Option.map _.Facts.Metric
    |> Option.defaultValue measurement

/// Options of the metric that measured it, with both values, where they differ.
let metricDifferences measurement (left: Variant) (right: Variant) =
    let metric = metricOf measurement left

    match left.Metrics.TryFind metric, right.Metrics.TryFind metric with
    | Some mine, Some others ->
        differing id mine others
        |> List.map (fun (key, value, other) -> $"{metric}.{key}", value, other)
    | _ -> []

/// Why a variant has no verdict against its baseline by any measurement.
let withheld (baseline: Variant) (subject: Variant) =
    if not (dataDifferences subject baseline).IsEmpty then
        Some DataDiffer
    elif Budgets.differ subject baseline then
        Some BudgetsDiffer
    else
        None

/// Why it has none by one measurement; when runs stopped is not looked at.
let withheldBy measurement (subject: Variant) (baseline: Variant) =
    match withheld baseline subject with
    | Some DataDiffer -> Some DataDiffer
    | _ when not (metricDifferences measurement subject baseline).IsEmpty -> Some MeasuredDifferently
    | other -> other

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
