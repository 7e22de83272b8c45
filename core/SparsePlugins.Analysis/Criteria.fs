/// Criteria of a setting, and the order of its variants under them.
module SparsePlugins.Analysis.Criteria

open System
open SparsePlugins.Records
open SparsePlugins.Statistics

/// Thresholds that some run reached, in the order of the manifest, and then judged measurements at the end.
let ofSection (section: Section) =
    [
        for table in section.Thresholds do
            if isReached table then
                Time table
        for table in section.Measurements do
            if
                table.HasVerdict
                && table.Rows |> List.exists (fun row -> row.End.Value.Count > 0)
            then
                End table
    ]

let private mean (values: seq<float>) =
    if Seq.isEmpty values then nan else Seq.average values

/// The means of both sides of the pairs, from one side and the difference.
let private sides (mine: Map<int64, float>) (others: Set<int64>) (comparison: Comparison option) =
    match comparison with
    | None -> nan, nan
    | Some comparison ->
        let paired = mine |> Map.filter (fun seed _ -> others.Contains seed)
        let value = mean paired.Values
        value, value - comparison.Difference.Mean

let private seedsOf (values: Map<int64, 'value>) = values |> Map.keys |> Set.ofSeq

let private timeStandings baselineOf (table: ThresholdTable) =
    let _, means = Times.means (table.Rows |> List.map _.Variant) table.Threshold

    let timesOf (subject: Variant) =
        table.Rows
        |> List.tryFind (fun row -> subject.IsSame row.Variant)
        |> Option.map (fun row -> seedsOf row.Times)
        |> Option.defaultValue Set.empty

    [
        for row, (estimate: Estimate, reached) in List.zip table.Rows means do
            let others =
                baselineOf row.Variant |> Option.map timesOf |> Option.defaultValue Set.empty

            let mine, reference =
                sides (row.Times |> Map.map (fun _ time -> time.Value)) others row.Comparison

            {
                Variant = row.Variant
                Value = if row.Total = 0 then nan else estimate.Mean
                Mine = mine
                Reference = reference
                Comparison = row.Comparison
                Withheld = row.Withheld
                Reached = reached
                Total = row.Total
            }
    ]

let private endStandings baselineOf (table: MeasurementTable) =
    [
        for row in table.Rows do
            let values = Ends.values table.Measurement

            let others =
                baselineOf row.Variant
                |> Option.map (values >> seedsOf)
                |> Option.defaultValue Set.empty

            let mine, reference = sides (values row.Variant) others row.Comparison

            {
                Variant = row.Variant
                Value = row.End.Value.Mean
                Mine = mine
                Reference = reference
                Comparison = row.Comparison
                Withheld = row.Withheld
                Reached = row.End.Value.Count
                Total = row.End.Value.Count
            }
    ]

/// Less is better; what has no value comes last.
let private badness (criterion: Criterion) value =
    if Double.IsNaN value then infinity
    elif criterion.IsLowerBetter then value
    else -value

/// Every variant of the setting, the best first; equals in the order of the manifest.
let standings (experiment: ExperimentRecord) (section: Section) (criterion: Criterion) =
    let baselineOf = Variants.baselineOf experiment section.Variants

    match criterion with
    | Time table -> timeStandings baselineOf table
    | End table -> endStandings baselineOf table
    |> List.sortBy (fun standing -> badness criterion standing.Value)

/// What a variant is ranked by under a criterion.
let private valuesOf criterion =
    match criterion with
    | Time table ->
        let _, means = Times.means (table.Rows |> List.map _.Variant) table.Threshold

        List.zip table.Rows means
        |> List.map (fun (row, (estimate: Estimate, _)) -> row.Variant, (if row.Total = 0 then nan else estimate.Mean))
    | End table -> table.Rows |> List.map (fun row -> row.Variant, row.End.Value.Mean)

/// Variants by result: by the first criterion, among equals by the next, and failing that in the order of the manifest.
let ranked (section: Section) =
    let values =
        ofSection section |> List.map (fun criterion -> criterion, valuesOf criterion)

    let place (subject: Variant) =
        values
        |> List.map (fun (criterion, found) ->
            found
            |> List.tryFind (fst >> subject.IsSame)
            |> Option.map (snd >> badness criterion)
            |> Option.defaultValue infinity)

    List.sortBy place section.Variants

/// Whether variants differ under a criterion at all.
let private differs experiment section criterion =
    standings experiment section criterion
    |> List.choose _.Comparison
    |> List.exists (fun comparison -> not (comparison.HasNoSpread && comparison.Difference.Mean = 0.0))

/// The criterion that a table shows where it shows one: the first under which variants differ.
let leading experiment (section: Section) =
    let all = ofSection section

    all
    |> List.tryFind (differs experiment section)
    |> Option.orElse (List.tryHead all)
