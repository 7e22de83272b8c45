/// Tables of steps to a threshold.
module internal SparsePlugins.Reporting.ThresholdTables

open System
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Cells
open SparsePlugins.Reporting.Document

let private median (row: ThresholdRow) =
    if row.Total = 0 then
        Absent
    else
        MedianSteps(row.Median, row.LastUnreached)

let private restricted (row: ThresholdRow) =
    if row.Reached.IsEmpty then
        Absent
    else
        TableCells.value 0 row.Total row.Restricted

let private pairs (row: ThresholdRow) =
    if row.Pairs = 0 then
        [ Absent; Absent; Absent; Absent ]
    else
        [
            row.Comparison |> Option.map _.Difference |> TableCells.difference 0
            Share(row.Earlier, row.Pairs)
        ]
        @ TableCells.verdict Verdicts.ofTime row.Comparison

/// Steps to a threshold, and who never reached it. Where some runs did not, a column says up to which step times are compared.
let main hasBaseline (table: ThresholdTable) =
    let isRestricted = table.Censored > 0

    let header =
        [
            "variant"
            "reached"
            "median"
            "mean"
            if isRestricted then
                "up to"
            if hasBaseline then
                yield! [ "difference to baseline"; "earlier in"; "p (Holm)"; "verdict" ]
        ]

    let cells (row: ThresholdRow) =
        [
            TableCells.name row.Variant
            Runs(row.Reached.Count, row.Total, row.Failed, row.Undefined)
            median row
            restricted row
            if isRestricted then
                if row.Restricted.Count = 0 then
                    Absent
                else
                    Count row.Horizon
            if hasBaseline then
                yield! pairs row
        ]

    Table(header, List.map cells table.Rows)

let private spread (comparison: Comparison) =
    if Double.IsNaN comparison.Deviation then
        Absent
    elif comparison.HasNoSpread || comparison.PairsCoincide then
        Text "all pairs equal"
    else
        Number(comparison.Deviation, 0, All)

/// What stands behind the verdicts on a threshold; nothing where no variant is compared.
let evidence (table: ThresholdTable) =
    let cells (row: ThresholdRow) =
        row.Comparison
        |> Option.map (fun comparison ->
            [
                TableCells.name row.Variant
                if Double.IsNaN comparison.Bootstrap.Lower then
                    Absent
                else
                    Range(comparison.Bootstrap, 0)
                spread comparison
                p comparison.P
                p row.LogRank
                row.SeedsFor5Percent
                |> Option.map (int64 >> Count)
                |> Option.defaultValue Absent
            ])

    let header =
        [
            "variant"
            "bootstrap interval"
            "deviation of pairs"
            "p"
            "log-rank p"
            "seeds to show 5 %"
        ]

    match table.Rows |> List.choose cells with
    | [] -> []
    | rows -> [ Table(header, rows) ]
