/// Tables of deciles, revivals and scaling.
module internal SparsePlugins.Reporting.OtherTables

open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells
open SparsePlugins.Documents.Document

/// Means at the end by decile: rows are variants, columns deciles.
let deciles (table: DecileTable) =
    let mean (cell: Compared) =
        if cell.Value.Count = 0 then
            Absent
        else
            Number(cell.Value.Mean, 3, All)

    Table(
        "variant" :: List.map string table.Deciles,
        [
            for row in table.Rows -> TableCells.name row.Variant :: List.map mean row.AtEnd
        ]
    )

/// Means of min(steps until a decile is above the bound, horizon); the runs that reached it where not all did.
let decileTimes (table: DecileTable) =
    let cell total (times: Estimate, reached: int) =
        if reached = 0 || times.Count = 0 then
            Absent
        else
            Number(times.Mean, 0, (if reached < total then Reached(reached, total) else All))

    Table(
        "variant" :: List.map string table.Deciles,
        [
            for row in table.Rows ->
                TableCells.name row.Variant
                :: List.map (cell row.Variant.Records.Length) row.Times
        ]
    )

/// How often dead features were given new weights.
let revivals (rows: RevivalRow list) =
    let lastStep (row: RevivalRow) =
        match row.Steps with
        | [] -> Absent
        | steps -> Count(List.max steps)

    Table(
        [ "variant"; "events per run"; "features per run"; "last at step" ],
        [
            for row in rows ->
                [
                    TableCells.name row.Variant
                    TableCells.value 1 0 row.Events
                    TableCells.value 1 0 row.Features
                    lastStep row
                ]
        ]
    )

/// Results at every size, and the exponent.
let scaling (scaling: Scaling) =
    let points = scaling.Rows |> List.collect _.Points
    let sizes = points |> List.map _.Size |> List.distinct |> List.sort
    let decimals = points |> List.map _.Result.Mean |> Numbers.decimalsFor

    let at (row: ScalingRow) size =
        match row.Points |> List.tryFind (fun point -> point.Size = size) with
        | Some point when point.Result.Count > 0 ->
            let basis = if point.Missing > 0 then Only point.Result.Count else All
            Number(point.Result.Mean, decimals, basis)
        | Some _
        | None -> Absent

    let exponent (row: ScalingRow) =
        TableCells.value 2 (row.Exponent.Count + row.LeftOut) row.Exponent

    Table(
        "variant" :: [ for size in sizes -> $"{scaling.Axis} {Numbers.exact size}" ]
        @ [ "exponent" ],
        [
            for row in scaling.Rows -> Variant(row.Name, row.IsBaseline) :: List.map (at row) sizes @ [ exponent row ]
        ]
    )
