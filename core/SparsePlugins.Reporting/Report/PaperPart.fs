/// What a paper takes from a report.
module internal SparsePlugins.Reporting.PaperPart

open SparsePlugins.Headlines
open SparsePlugins.Analysis
open SparsePlugins.Documents.Document
open SparsePlugins.Drawings
open SparsePlugins.Figures
open SparsePlugins.Paper
open SparsePlugins.Records
open SparsePlugins.Statistics

let private where (section: Section) =
    if section.Setting = "" then
        ""
    else
        $" Setting: {section.Setting}."

/// What the experiment was, for every caption.
let private setup summary =
    match Setup.line summary with
    | "" -> ""
    | line -> $" Setup: {line}."

let private thresholds (figure: Figures.Figure) =
    if figure.Plot.Thresholds.IsEmpty then
        ""
    else
        " Horizontal lines are thresholds."

let private comparisons (summary: Summary) =
    Numbers.counted summary.Comparisons "comparison"

let private curves summary prefix (section: Section) : PaperFigure list =
    let factsOf =
        Figures.drawable section
        |> List.map (fun facts -> facts.Name, facts)
        |> Map.ofList

    [
        for figure in Figures.ofSection prefix section do
            let facts = factsOf[figure.Measurement]

            {
                Name = $"{prefix}{FigureNames.slug figure.Measurement}"
                Caption =
                    $"{facts.Title} over training, {figure.Plot.Subtitle}.{thresholds figure} The best variant is drawn thickest.{where section}{setup summary}"
                Drawing = Curves(facts.DirectedTitle, figure.Plot)
            }
    ]

let private differences (summary: Summary) prefix (section: Section) : PaperFigure list =
    [
        for name, forest in ForestFigures.forests prefix summary.Experiment section do
            {
                Name = name
                Caption =
                    $"{forest.Title}. Points are means over seeds of the differences, paired by seed; lines are 95 %% intervals of Student's t; filled points: shown after Holm's correction over {comparisons summary}.{setup summary}"
                Drawing = Differences forest
            }
    ]

/// The tables among blocks, each with the caption that belongs to it.
let private tablesOf name caption blocks : PaperTable list =
    [
        for block in blocks do
            match block with
            | Table(header, rows) ->
                {
                    Name = name
                    Caption = caption
                    Header = header
                    Rows = rows
                }
            | _ -> ()
    ]

let private tables (summary: Summary) prefix (section: Section) =
    let experiment = summary.Experiment
    let ranked = Ranking.apply section

    [
        yield!
            OverviewTable.blocks experiment ranked
            |> tablesOf
                $"{prefix}results"
                $"Results, ranked by the first column: means over seeds; bold: the best mean, which is no verdict.{where section}{setup summary}"
        for table in ranked.Thresholds do
            if isReached table then
                yield!
                    [
                        ThresholdTables.main
                            section.HasBaseline
                            (Clauses.percentOf experiment ranked (Time table))
                            table
                    ]
                    |> tablesOf
                        $"{prefix}steps-{FigureNames.slug table.Threshold.Measurement}-{Numbers.exact table.Threshold.Value}"
                        $"Steps to {thresholdTitle table}: means with 95 %% intervals, paired differences to the baseline, p-values after Holm's correction over {comparisons summary}.{where section}"
    ]

/// The names of the components that took part.
let private components (summary: Summary) =
    [
        for record in summary.Records |> List.distinctBy _.Spec do
            use document = System.Text.Json.JsonDocument.Parse record.Spec

            for path, value in ResolvedSpec.entries record do
                match List.tryLast path, value with
                | Some "use", ResolvedSpec.Word name -> name
                | _ -> ()

            match document.RootElement.TryGetProperty "metrics" with
            | true, metrics when metrics.ValueKind = System.Text.Json.JsonValueKind.Array ->
                for metric in metrics.EnumerateArray() do
                    string (metric.GetProperty("use").GetString())
            | _ -> ()
    ]
    |> List.distinct

/// `sources`: what components state, by name.
let files (summary: Summary) (sources: Map<string, string>) =
    let each make =
        summary.Sections
        |> List.mapi (fun index section -> make (FigureNames.prefix summary index) section)
        |> List.concat

    PaperKit.files
        (each (curves summary) @ each (differences summary))
        (each (tables summary))
        [
            for name in components summary -> name, sources.TryFind name |> Option.defaultValue ""
        ]
