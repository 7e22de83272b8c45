/// Tables of measurements at initialization and at the end.
module internal SparsePlugins.Reporting.MeasurementTables

open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Cells
open SparsePlugins.Reporting.Document

let private ofValues decimals (row: MeasurementRow) (cell: Compared) =
    TableCells.value decimals row.Variant.Records.Length cell.Value

let private withBaseline (atStart, atEnd) (table: MeasurementTable) =
    let header =
        [
            "variant"
            "at initialization"
            "difference to baseline"
            "at end"
            "difference to baseline"
            if table.HasVerdict then
                yield! [ "p (Holm)"; "verdict at end" ]
        ]

    let cells (row: MeasurementRow) =
        [
            TableCells.name row.Variant
            ofValues atStart row row.Start
            TableCells.difference atStart row.Start.Difference
            ofValues atEnd row row.End
            TableCells.difference atEnd row.End.Difference
            if table.HasVerdict then
                yield! TableCells.verdict (Verdicts.ofMeasurement table.Facts) row.Comparison
        ]

    Table(header, List.map cells table.Rows)

let private alone (atStart, atEnd) (table: MeasurementTable) =
    let cells (row: MeasurementRow) =
        [
            TableCells.name row.Variant
            ofValues atStart row row.Start
            ofValues atEnd row row.End
        ]

    Table([ "variant"; "at initialization"; "at end" ], List.map cells table.Rows)

/// A measurement at initialization and at the end.
let main hasBaseline (table: MeasurementTable) =
    let decimalsOf (cell: MeasurementRow -> Compared) =
        table.Rows |> List.map (fun row -> (cell row).Value.Mean) |> Numbers.decimalsFor

    let decimals = decimalsOf _.Start, decimalsOf _.End

    if hasBaseline then
        withBaseline decimals table
    else
        alone decimals table

/// A measurement at the end of a variant: with an old build, with the new one, and the paired difference.
type BuildRow =
    {
        Name: string
        Measurement: string
        Old: Estimate
        New: Estimate
        Difference: Estimate
    }

/// Ends of old builds beside those of the new ones.
let builds (rows: BuildRow list) =
    let cells row =
        let decimals = Numbers.decimalsFor [ row.Old.Mean; row.New.Mean ]
        let value = TableCells.value decimals (max row.Old.Count row.New.Count)

        [
            Variant(row.Name, false)
            Text row.Measurement
            value row.Old
            value row.New
            TableCells.difference decimals (Some row.Difference)
        ]

    Table([ "variant"; "measurement"; "old build"; "new build"; "new minus old" ], List.map cells rows)
