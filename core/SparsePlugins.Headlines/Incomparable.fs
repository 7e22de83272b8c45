/// Variants that have no verdict against their baseline by any measurement, and why.
module internal SparsePlugins.Headlines.Incomparable

open SparsePlugins.Analysis
open SparsePlugins.Records

let private dataText (subject: Variant) baseline =
    Comparability.dataDifferences subject baseline
    |> List.map (fun (key, mine, other) -> $"{key}: {mine} instead of {other}")
    |> Clauses.listed
    |> fun text ->
        if
            (Comparability.buildDifferences subject baseline).IsEmpty
            || Comparability.areShownEqual subject baseline
        then
            text
        else
            $"{text}; no seed that both have shows that the builds draw equal samples"

/// What differs, with both values; None where the two may be compared.
let private difference (subject: Variant) baseline =
    match Comparability.withheld baseline subject with
    | Some DataDiffer -> Some $"their data differ ({dataText subject baseline})"
    | Some BudgetsDiffer -> Some $"their budgets differ ({Budgets.text subject} instead of {Budgets.text baseline})"
    | Some MeasuredDifferently
    | Some StoppedByAnother
    | Some NothingSeen
    | Some NeitherReached
    | None -> None

/// One sentence for each kind of difference; none where all variants may be compared.
let sentences (experiment: ExperimentRecord) (section: Section) =
    section.Variants
    |> List.choose (fun subject ->
        Variants.baselineOf experiment section.Variants subject
        |> Option.bind (fun baseline ->
            difference subject baseline
            |> Option.map (fun text -> (text, baseline.Name), subject.Name)))
    |> List.groupBy fst
    |> List.map (fun ((text, baseline), found) ->
        let names = found |> List.map snd |> Clauses.listed
        let verb = if found.Length = 1 then "is" else "are"
        $"No verdict: {names} {verb} not compared with {baseline}, since {text}.")
