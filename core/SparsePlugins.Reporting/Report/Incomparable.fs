/// Variants that have no verdict against their baseline by any measurement, and why.
module internal SparsePlugins.Reporting.Incomparable

open SparsePlugins.Analysis
open SparsePlugins.Records

let private reasons (experiment: ExperimentRecord) (section: Section) =
    section.Variants
    |> List.choose (fun subject ->
        Variants.baselineOf experiment section.Variants subject
        |> Option.bind (fun baseline ->
            Comparability.withheld baseline subject
            |> Option.map (fun reason -> subject, baseline, reason)))

/// `other data`, instead of a verdict.
let mark experiment section (subject: Variant) =
    reasons experiment section
    |> List.tryFind (fun (other, _, _) -> subject.IsSame other)
    |> Option.map (fun (_, _, reason) ->
        match reason with
        | DataDiffer -> "other data"
        | BudgetsDiffer -> "other budget"
        | MeasuredDifferently
        | StoppedByAnother
        | NothingSeen
        | NeitherReached -> "no verdict")

let private dataText (subject: Variant) baseline =
    Comparability.dataDifferences subject baseline
    |> List.map (fun (key, mine, other) -> $"{key} {mine} instead of {other}")
    |> Clauses.listed
    |> fun text ->
        if
            (Comparability.buildDifferences subject baseline).IsEmpty
            || Comparability.areShownEqual subject baseline
        then
            text
        else
            $"{text}; no sample of a seed that both have shows that the builds give the same data"

let private detail (subject: Variant) baseline reason =
    match reason with
    | DataDiffer -> "data", dataText subject baseline
    | BudgetsDiffer
    | MeasuredDifferently
    | StoppedByAnother
    | NothingSeen
    | NeitherReached -> "budgets", $"{Budgets.text subject} instead of {Budgets.text baseline}"

/// One sentence for each kind of difference; none where all variants may be compared.
let sentences (experiment: ExperimentRecord) (section: Section) =
    reasons experiment section
    |> List.map (fun (subject, baseline, reason) -> (detail subject baseline reason, baseline.Name), subject.Name)
    |> List.groupBy fst
    |> List.map (fun (((kind, text), baseline), found) ->
        $"No verdict across different {kind}: {found |> List.map snd |> Clauses.listed} against {baseline} ({text}).")
