/// The tables of a section.
module internal SparsePlugins.Reporting.Tables

open SparsePlugins.Reporting.Document
open SparsePlugins.Reporting.Summary

let private absent = "–"

let private nameCell (subject: Member) =
    if subject.IsBaseline then
        $"{subject.Name} (baseline)"
    else
        subject.Name

/// `0.6497 ± 0.0025`; with the number of values where it is not the expected one.
let private valueText format expected (estimate: Estimate) =
    if estimate.Count = 0 then
        absent
    else
        let width =
            if estimate.HasInterval then
                $" ± {format estimate.HalfWidth}"
            else
                ""

        let count =
            if estimate.Count < expected then
                $" (n = {estimate.Count})"
            else
                ""

        format estimate.Mean + width + count

/// `-610 (-700 to -520)`
let private differenceText decimals (difference: Estimate option) =
    match difference with
    | None -> absent
    | Some difference when difference.Count = 0 -> absent
    | Some difference ->
        let signed = Numbers.signed decimals
        let mean = signed difference.Mean

        if difference.HasInterval then
            $"{mean} ({signed difference.Lower} to {signed difference.Upper})"
        else
            mean

let private verdictText above below (difference: Estimate option) =
    match difference |> Option.map _.Verdict with
    | None -> absent
    | Some Above -> above
    | Some Below -> below
    | Some NotShown -> "not shown"
    | Some TooFew -> "too few seeds"

let private stepsText (row: ThresholdRow) =
    let text = valueText (Numbers.fixedTo 0) 0 row.Steps

    if row.Total = 0 || row.Reached.Count = row.Total then
        text
    elif row.Reached.IsEmpty then
        absent
    else
        $"{Numbers.fixedTo 0 row.Steps.Mean}, of those that reached it"

let private thresholdDifference (row: ThresholdRow) =
    match row.Difference with
    | None when row.CensoredPairs > 0 -> $"{absent} ({row.CensoredPairs} of {row.Pairs} pairs censored)"
    | difference -> differenceText 0 difference

/// Steps to a threshold, and who never got there.
let threshold hasBaseline (table: ThresholdTable) =
    let header = [ "member"; "reached"; "steps" ]
    let compared = [ "difference to baseline"; "earlier in"; "verdict" ]

    let cells (row: ThresholdRow) =
        [ nameCell row.Member; $"{row.Reached.Count} of {row.Total}"; stepsText row ]

    let comparison (row: ThresholdRow) =
        if row.Pairs = 0 then
            [ absent; absent; absent ]
        else
            [
                thresholdDifference row
                $"{row.Earlier} of {row.Pairs}"
                verdictText "more steps" "fewer steps" row.Difference
            ]

    if hasBaseline then
        Table(header @ compared, [ for row in table.Rows -> cells row @ comparison row ])
    else
        Table(header, List.map cells table.Rows)

let private verdicts better =
    match better with
    | "higher" -> "better", "worse"
    | "lower" -> "worse", "better"
    | _ -> "higher", "lower"

/// A measurement at the start and at the end.
let measurement hasBaseline (table: MeasurementTable) =
    let decimalsOf (cell: MeasurementRow -> Cell) =
        table.Rows |> List.map (fun row -> (cell row).Value.Mean) |> Numbers.decimalsFor

    let atStart, atEnd = decimalsOf _.Start, decimalsOf _.End
    let above, below = verdicts table.Better

    let value decimals (row: MeasurementRow) (cell: Cell) =
        valueText (Numbers.fixedTo decimals) row.Member.Records.Length cell.Value

    let difference decimals (cell: Cell) = differenceText decimals cell.Difference

    if hasBaseline then
        Table(
            [
                "member"
                "at start"
                "difference to baseline"
                "at end"
                "difference to baseline"
                "verdict at end"
            ],
            [
                for row in table.Rows ->
                    [
                        nameCell row.Member
                        value atStart row row.Start
                        difference atStart row.Start
                        value atEnd row row.End
                        difference atEnd row.End
                        verdictText above below row.End.Difference
                    ]
            ]
        )
    else
        Table(
            [ "member"; "at start"; "at end" ],
            [
                for row in table.Rows -> [ nameCell row.Member; value atStart row row.Start; value atEnd row row.End ]
            ]
        )

/// Means at the end by decile: rows are members, columns deciles.
let deciles (tables: (int * MeasurementTable) list) =
    let tables = tables |> List.sortBy fst
    let members = tables |> List.head |> snd |> _.Rows |> List.map _.Member

    let mean index (_, table: MeasurementTable) =
        let value = table.Rows[index].End.Value

        if value.Count = 0 then
            absent
        else
            Numbers.fixedTo 3 value.Mean

    Table(
        "member" :: [ for decile, _ in tables -> string decile ],
        [
            for index, subject in List.indexed members -> nameCell subject :: List.map (mean index) tables
        ]
    )
