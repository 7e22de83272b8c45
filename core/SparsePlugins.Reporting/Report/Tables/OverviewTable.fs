/// Every criterion and every metric at the end in one table.
module internal SparsePlugins.Reporting.OverviewTable

open System
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells
open SparsePlugins.Documents.Document

/// A column: for each variant a value to find the best by, and a cell.
type private Column =
    {
        Header: string
        /// Smaller is better; NaN for what has no better side.
        Keys: float list
        Cells: Cell list
    }

let private timeColumn experiment section (table: ThresholdTable) =
    let standings = Criteria.standings experiment section (Time table)

    let found =
        [
            for subject in section.Variants -> standings |> List.find (fun standing -> subject.IsSame standing.Variant)
        ]

    {
        Header = BetterSide.Lower.Directed $"steps to {thresholdTitle table}"
        Keys = found |> List.map _.Value
        Cells =
            [
                for standing in found ->
                    if Double.IsNaN standing.Value then
                        Absent
                    elif standing.Reached < standing.Total then
                        AtLeast standing.Value
                    else
                        Number(standing.Value, 0, All)
            ]
    }

let private endColumn (section: Section) (table: MeasurementTable) =
    let found =
        [
            for subject in section.Variants ->
                (table.Rows |> List.find (fun row -> subject.IsSame row.Variant)).End.Value
        ]

    let decimals = found |> List.map _.Mean |> Numbers.decimalsFor

    {
        Header = table.Facts.DirectedTitle
        Keys =
            [
                for value in found ->
                    match table.Facts.Better with
                    | BetterSide.Higher -> -value.Mean
                    | BetterSide.Lower -> value.Mean
                    | BetterSide.Neither -> nan
            ]
        Cells =
            List.zip section.Variants found
            |> List.map (fun (subject, value) -> TableCells.value decimals subject.Records.Length value)
    }

/// The cells, with the best of several marked; equals are marked together, unless all are equal.
let private marked column =
    let known = column.Keys |> List.filter (Double.IsNaN >> not)

    if known.Length < 2 || List.min known = List.max known then
        column.Cells
    else
        let best = List.min known
        List.map2 (fun key cell -> if key = best then Best cell else cell) column.Keys column.Cells

/// Rows are variants, columns thresholds and metrics; nothing where there is one variant or nothing to show.
let blocks experiment (section: Section) =
    let columns =
        [
            for table in section.Thresholds do
                if isReached table then
                    timeColumn experiment section table
            for table in section.Measurements do
                if
                    table.Facts.IsOwn
                    && table.Rows |> List.exists (fun row -> row.End.Value.Count > 0)
                then
                    endColumn section table
        ]

    if section.Variants.Length < 2 || columns.Length < 2 then
        []
    else
        let rows =
            (section.Variants |> List.map TableCells.name) :: List.map marked columns
            |> List.transpose

        [
            Table("variant" :: List.map _.Header columns, rows)
            Caption
                "Means over seeds, steps up to the horizon that all variants share; metrics at the end of the runs. Variants are ranked by the first column, and the best mean of a column is bold, which is no verdict."
        ]
