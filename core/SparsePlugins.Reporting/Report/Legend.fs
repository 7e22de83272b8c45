/// What measurements mean, at the end of a report.
module internal SparsePlugins.Reporting.Legend

open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Documents.Document

let private better side =
    match side with
    | BetterSide.Higher -> "; higher is better"
    | BetterSide.Lower -> "; lower is better"
    | BetterSide.Neither -> ""

/// `mean over ...; higher is better.`
let private textOf (facts: MeasurementFacts) =
    match facts.Meaning with
    | "" ->
        [
            Plain "as its metric describes it ("
            Code "sparse components"
            Plain $"){better facts.Better}."
        ]
    | meaning -> [ Plain $"{meaning}{better facts.Better}." ]

/// `MMCS (mmcs): mean over ...`; what has no display name stands under its own.
let private meaning (facts: MeasurementFacts) =
    let name, title =
        match facts.ReportedAs with
        | ReportedAs.Decile(series, _) -> series, series
        | ReportedAs.DeadFeatures
        | ReportedAs.ActiveFeatures
        | ReportedAs.Schedule
        | ReportedAs.Plain -> facts.Name, facts.Title

    let unit = if facts.Unit = "" then "" else $" ({facts.Unit})"

    [
        Strong title
        if title <> name then
            yield! [ Plain " ("; Code name; Plain ")" ]
        Plain $"{unit}: "
    ]
    @ textOf facts

/// One bullet per measurement; deciles of a series have one together.
let blocks (summary: Summary) =
    let entries =
        summary.Sections
        |> List.collect _.Measurements
        |> List.map _.Facts
        |> List.append (summary.Dictionaries |> List.collect _.Ends |> List.map fst)
        |> List.distinctBy (fun facts ->
            match facts.ReportedAs with
            | ReportedAs.Decile(series, _) -> series
            | ReportedAs.DeadFeatures
            | ReportedAs.ActiveFeatures
            | ReportedAs.Schedule
            | ReportedAs.Plain -> facts.Name)

    match entries with
    | [] -> []
    | entries -> [ Heading(2, "Measurements"); Bullets(List.map meaning entries) ]
