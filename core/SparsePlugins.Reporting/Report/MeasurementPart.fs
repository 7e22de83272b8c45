/// The parts of a report on measurements, deciles and revivals.
module internal SparsePlugins.Reporting.MeasurementPart

open SparsePlugins.Drawings
open SparsePlugins.Headlines
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document
open SparsePlugins.Drawings.Figures

/// Every metric's own measurement.
let measurements level experiment (section: Section) figures =
    section.Measurements
    |> List.filter _.IsPrimary
    |> List.collect (fun table ->
        let drawn =
            figures
            |> List.filter (fun (figure: Figure) -> figure.Measurement = table.Measurement)

        Heading(level, table.Facts.DirectedTitle) :: List.map (picture section) drawn
        @ MeasurementTables.main section.HasBaseline (Clauses.percentOf experiment section (End table)) table)

/// What metrics measure besides their own, without the deciles, which have a table of their own.
let further (section: Section) =
    section.Measurements
    |> List.filter (fun table -> not table.IsPrimary && not table.Facts.ReportedAs.IsDecile)
    |> List.collect (fun table ->
        Paragraph [ Strong table.Facts.DirectedTitle ]
        :: MeasurementTables.main section.HasBaseline (fun _ -> None) table)
    |> fold "Further measurements"

/// What was scheduled: nothing where none of it varied.
let schedules level (section: Section) figures =
    let isSchedule (figure: Figure) =
        section.Schedules |> List.exists (fun facts -> facts.Name = figure.Measurement)

    match figures |> List.filter isSchedule with
    | [] -> []
    | drawn -> Heading(level, "Schedules") :: List.map (picture section) drawn

let private decileTimes (table: DecileTable) =
    let bound = Numbers.exact table.Bound

    if
        table.Rows
        |> List.exists (fun row -> row.Times |> List.exists (fun (_, reached) -> reached > 0))
    then
        [
            OtherTables.decileTimes table
            Paragraph
                [
                    Plain
                        $"Means of the first step with {table.Title} >= {bound} in the decile; where some runs did not reach it, of times up to the last step that all of these made."
                ]
        ]
        |> fold $"Steps until a decile is at {table.Title} >= {bound}"
    else
        []

/// By firing probability.
let deciles level prefix (section: Section) =
    section.Deciles
    |> List.collect (fun table ->
        Heading(level, $"{BetterSide.Higher.Directed table.Title} by decile of firing probability, at the end")
        :: List.map Picture (DecileFigures.ofTable prefix section table)
        @ [
            OtherTables.deciles table
            Paragraph
                [
                    Plain "Means over seeds; decile 1 holds the true features that fire least often."
                ]
        ]
        @ decileTimes table)

/// Nothing where no feature was revived.
let revivals level (section: Section) =
    match section.Revivals with
    | [] -> []
    | rows ->
        [
            Heading(level, "Revived features")
            OtherTables.revivals rows
            Paragraph
                [
                    Plain
                        "An event gives new weights to all features that are dead at that step; a feature that is revived twice counts twice."
                ]
        ]
