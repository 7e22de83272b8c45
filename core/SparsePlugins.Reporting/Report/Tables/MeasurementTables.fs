/// Tables of measurements at initialization and at the end.
module internal SparsePlugins.Reporting.MeasurementTables

open SparsePlugins.Documents
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells
open SparsePlugins.Documents.Document

let private ofValues decimals (row: MeasurementRow) (cell: Compared) =
    TableCells.value decimals row.Variant.Records.Length cell.Value

/// The value that all variants start at to the bit, where they do; then a column of it says nothing.
let private sharedStart (table: MeasurementTable) =
    let starts = table.Rows |> List.map _.Start.Value

    match
        starts
        |> List.distinctBy (fun start -> start.Count, start.Mean, start.Lower, start.Upper)
    with
    | [ one ] when starts.Length > 1 && one.Count > 0 -> Some one
    | _ -> None

let private header (hasBaseline, hasStarts) (table: MeasurementTable) =
    [
        "variant"
        if table.HasVerdict && hasBaseline then
            "verdict at end"
        "at end"
        if hasBaseline then
            "difference to baseline"

            if table.HasVerdict then
                "%"
        if hasStarts then
            "at initialization"

            if hasBaseline then
                "difference at initialization"
        if table.HasVerdict && hasBaseline then
            "p (Holm)"
    ]

let private cells (hasBaseline, hasStarts) percentOf (atStart, atEnd) (table: MeasurementTable) (row: MeasurementRow) =
    [
        TableCells.name row.Variant
        if table.HasVerdict && hasBaseline then
            TableCells.verdict (Verdicts.ofMeasurement table.Facts) row.Withheld row.Comparison
        ofValues atEnd row row.End
        if hasBaseline then
            TableCells.difference atEnd row.End.Difference

            if table.HasVerdict then
                row.Comparison
                |> Option.bind (fun _ -> percentOf row.Variant)
                |> TableCells.percent
        if hasStarts then
            ofValues atStart row row.Start

            if hasBaseline then
                TableCells.difference atStart row.Start.Difference
        if table.HasVerdict && hasBaseline then
            TableCells.pOf row.Comparison
    ]

/// What the headline doesn't say: whose metric had other options.
let private measuredDifferently (table: MeasurementTable) =
    match table.Rows |> List.filter (fun row -> row.Withheld = Some MeasuredDifferently) with
    | [] -> []
    | found ->
        let names = found |> List.map _.Variant.Name |> String.concat ", "

        [
            Paragraph [ Plain $"{names}: no verdict, since {MeasuredDifferently.Text}." ]
        ]

/// A measurement at the end and at initialization.
let main hasBaseline percentOf (table: MeasurementTable) =
    let decimalsOf (cell: MeasurementRow -> Compared) =
        table.Rows |> List.map (fun row -> (cell row).Value.Mean) |> Numbers.decimalsFor

    let decimals = decimalsOf _.Start, decimalsOf _.End
    let hasStarts = table.Rows |> List.exists (fun row -> row.Start.Value.Count > 0)
    let start = sharedStart table
    let columns = hasBaseline, hasStarts && start.IsNone

    [
        Table(header columns table, table.Rows |> List.map (cells columns percentOf decimals table))
        match start with
        | Some start ->
            let text = TableCells.value (fst decimals) start.Count start |> Cells.text
            Paragraph [ Plain $"All variants start at {text}." ]
        | None -> ()
        yield! measuredDifferently table
    ]

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
