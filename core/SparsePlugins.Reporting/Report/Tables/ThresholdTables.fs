/// Tables of steps to a threshold.
module internal SparsePlugins.Reporting.ThresholdTables

open SparsePlugins.Documents
open System
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells
open SparsePlugins.Documents.Document

let private median (row: ThresholdRow) =
    if row.Total = 0 then
        Absent
    else
        MedianSteps(row.Median, row.LastUnreached)

/// The mean up to the horizon; where no run reached the threshold, that horizon.
let restricted (row: ThresholdRow) =
    if row.Total = 0 || row.Restricted.Count = 0 then Absent
    elif row.Reached.IsEmpty then AtLeast(float row.Horizon)
    else TableCells.value 0 row.Total row.Restricted

/// Pairs in which the variant was earlier.
let share (row: ThresholdRow) =
    if row.Pairs = 0 then
        Absent
    else
        Share(row.Earlier, row.Pairs)

/// Steps to a threshold, and who never reached it. Where some runs did not, a column says up to which step times are compared.
let main hasBaseline percentOf (table: ThresholdTable) =
    let isRestricted = table.Censored > 0

    let header =
        [
            "variant"
            if hasBaseline then
                "verdict"
            "mean"
            if hasBaseline then
                yield! [ "difference to baseline"; "%" ]
            "reached"
            if isRestricted then
                "up to"
            "median [95 % CI]"
            if hasBaseline then
                yield! [ "earlier in"; "p (Holm)" ]
        ]

    let cells (row: ThresholdRow) =
        [
            TableCells.name row.Variant
            if hasBaseline then
                TableCells.verdict Verdicts.ofTime row.Withheld row.Comparison
            restricted row
            if hasBaseline then
                row.Comparison |> Option.map _.Difference |> TableCells.difference 0

                row.Comparison
                |> Option.bind (fun _ -> percentOf row.Variant)
                |> TableCells.percent
            Runs(row.Reached.Count, row.Total, row.Failed, row.Undefined)
            if isRestricted then
                if row.Restricted.Count = 0 then
                    Absent
                else
                    Count row.Horizon
            median row
            if hasBaseline then
                share row
                TableCells.pOf row.Comparison
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
