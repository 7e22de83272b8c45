/// The tables of a section.
module internal SparsePlugins.Reporting.Tables

open System
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Document
open SparsePlugins.Reporting.Summary

let private absent = "–"

let private nameCell (subject: Member) =
    if subject.IsBaseline then
        $"{subject.Name} (baseline)"
    else
        subject.Name

/// `0.6497 ± 0.0025`, or `460 (391 to 528)` where the interval has other sides; with the number of values where it is not the expected one.
let private valueText format expected (estimate: Estimate) =
    if estimate.Count = 0 then
        absent
    else
        let width =
            if not estimate.HasInterval then
                ""
            elif estimate.IsSymmetric then
                $" ± {format estimate.HalfWidth}"
            else
                $" ({format estimate.Lower} to {format estimate.Upper})"

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

let private verdictCells words (comparison: Comparison option) =
    match comparison with
    | None -> [ absent; absent ]
    | Some comparison -> [ Verdicts.pText comparison.Adjusted; Verdicts.text words comparison.Verdict ]

/// `1050 (1010 to 1130)`; `1050 (from 1010)` where the upper bound is not known; `>= 500` where the median itself isn't.
let private medianText (row: ThresholdRow) =
    let steps = Numbers.fixedTo 0
    let interval = row.Median.Interval

    let range =
        match Double.IsNaN interval.Lower, Double.IsNaN interval.Upper with
        | true, _ -> ""
        | false, true -> $" (from {steps interval.Lower})"
        | false, false -> $" ({steps interval.Lower} to {steps interval.Upper})"

    if row.Total = 0 then
        absent
    elif Double.IsNaN row.Median.Value then
        $">= {Numbers.whole row.LastUnreached}"
    else
        steps row.Median.Value + range

let private restrictedText (row: ThresholdRow) =
    if row.Reached.IsEmpty then
        absent
    else
        valueText (Numbers.fixedTo 0) row.Total row.Restricted

/// `2 of 2; 4 failed`
let private reachedText (row: ThresholdRow) =
    [
        if row.Total > 0 || row.Failed + row.Undefined = 0 then
            $"{row.Reached.Count} of {row.Total}"
        if row.Failed > 0 then
            $"{row.Failed} failed"
        if row.Undefined > 0 then
            $"{row.Undefined} undefined"
    ]
    |> String.concat "; "

let private pairCells (row: ThresholdRow) =
    if row.Pairs = 0 then
        [ absent; absent; absent; absent ]
    else
        [
            row.Comparison |> Option.map _.Difference |> differenceText 0
            $"{row.Earlier} of {row.Pairs}"
        ]
        @ verdictCells Verdicts.ofTime row.Comparison

/// Steps to a threshold, and who never reached it. Where some runs did not, a column says up to which step times are compared.
let threshold hasBaseline (table: ThresholdTable) =
    let isRestricted = table.Censored > 0

    let header =
        [
            "member"
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
            nameCell row.Member
            reachedText row
            medianText row
            restrictedText row
            if isRestricted then
                if row.Restricted.Count = 0 then
                    absent
                else
                    Numbers.whole row.Horizon
            if hasBaseline then
                yield! pairCells row
        ]

    Table(header, List.map cells table.Rows)

let private intervalText format (interval: Interval) =
    if Double.IsNaN interval.Lower then
        absent
    else
        $"{format interval.Lower} to {format interval.Upper}"

/// What stands behind the verdicts on a threshold; nothing where no member is compared.
let evidence (table: ThresholdTable) =
    let cells (row: ThresholdRow) =
        row.Comparison
        |> Option.map (fun comparison ->
            let spread =
                if comparison.HasNoSpread || comparison.PairsCoincide then
                    "all pairs equal"
                else
                    Numbers.fixedTo 0 comparison.Deviation

            [
                nameCell row.Member
                intervalText (Numbers.signed 0) comparison.Bootstrap
                if Double.IsNaN comparison.Deviation then absent else spread
                Verdicts.pText comparison.P
                Verdicts.pText row.LogRank
                row.SeedsFor5Percent
                |> Option.map (int64 >> Numbers.whole)
                |> Option.defaultValue absent
            ])

    match table.Rows |> List.choose cells with
    | [] -> []
    | rows ->
        [
            Table(
                [
                    "member"
                    "bootstrap interval"
                    "deviation of pairs"
                    "p"
                    "log-rank p"
                    "seeds to show 5 %"
                ],
                rows
            )
        ]

/// A measurement at the start and at the end.
let measurement hasBaseline (table: MeasurementTable) =
    let decimalsOf (cell: MeasurementRow -> Cell) =
        table.Rows |> List.map (fun row -> (cell row).Value.Mean) |> Numbers.decimalsFor

    let atStart, atEnd = decimalsOf _.Start, decimalsOf _.End

    let value decimals (row: MeasurementRow) (cell: Cell) =
        valueText (Numbers.fixedTo decimals) row.Member.Records.Length cell.Value

    let verdict (row: MeasurementRow) =
        if table.HasVerdict then
            verdictCells (Verdicts.ofMeasurement table.Better) row.Comparison
        else
            []

    let verdictHeader =
        if table.HasVerdict then
            [ "p (Holm)"; "verdict at end" ]
        else
            []

    if hasBaseline then
        Table(
            [
                "member"
                "at start"
                "difference to baseline"
                "at end"
                "difference to baseline"
            ]
            @ verdictHeader,
            [
                for row in table.Rows ->
                    [
                        nameCell row.Member
                        value atStart row row.Start
                        differenceText atStart row.Start.Difference
                        value atEnd row row.End
                        differenceText atEnd row.End.Difference
                    ]
                    @ verdict row
            ]
        )
    else
        Table(
            [ "member"; "at start"; "at end" ],
            [
                for row in table.Rows -> [ nameCell row.Member; value atStart row row.Start; value atEnd row row.End ]
            ]
        )

/// A measurement at the end of a member: with an old build, with the new one, and the paired difference.
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

        let value = valueText (Numbers.fixedTo decimals) (max row.Old.Count row.New.Count)

        [
            row.Name
            row.Measurement
            value row.Old
            value row.New
            differenceText decimals (Some row.Difference)
        ]

    Table([ "member"; "measurement"; "old build"; "new build"; "new minus old" ], List.map cells rows)

/// Means at the end by decile: rows are members, columns deciles.
let deciles (table: DecileTable) =
    let mean (cell: Cell) =
        if cell.Value.Count = 0 then
            absent
        else
            Numbers.fixedTo 3 cell.Value.Mean

    Table(
        "member" :: List.map string table.Deciles,
        [ for row in table.Rows -> nameCell row.Member :: List.map mean row.AtEnd ]
    )

/// Means of min(steps until a decile is above the bound, horizon); the runs that reached it where not all did.
let decileTimes (table: DecileTable) =
    let cell total (times: Estimate, reached: int) =
        let steps = Numbers.fixedTo 0 times.Mean

        if reached = 0 || times.Count = 0 then absent
        elif reached < total then $"{steps} ({reached} of {total})"
        else steps

    Table(
        "member" :: List.map string table.Deciles,
        [
            for row in table.Rows -> nameCell row.Member :: List.map (cell row.Member.Records.Length) row.Times
        ]
    )

/// How often dead features were given new weights.
let revivals (rows: RevivalRow list) =
    let text decimals (estimate: Estimate) =
        valueText (Numbers.fixedTo decimals) 0 estimate

    let lastStep (row: RevivalRow) =
        match row.Steps with
        | [] -> absent
        | steps -> Numbers.whole (List.max steps)

    Table(
        [ "member"; "events a run"; "features a run"; "last at step" ],
        [
            for row in rows -> [ nameCell row.Member; text 1 row.Events; text 1 row.Features; lastStep row ]
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
            let count =
                if point.Missing > 0 then
                    $" (n = {point.Result.Count})"
                else
                    ""

            Numbers.fixedTo decimals point.Result.Mean + count
        | Some _
        | None -> absent

    let exponent (row: ScalingRow) =
        if row.Exponent.Count = 0 then
            absent
        else
            valueText (Numbers.fixedTo 2) (row.Exponent.Count + row.LeftOut) row.Exponent

    let name (row: ScalingRow) =
        if row.IsBaseline then
            $"{row.Name} (baseline)"
        else
            row.Name

    Table(
        "member" :: [ for size in sizes -> $"{scaling.Axis} {Numbers.exact size}" ]
        @ [ "exponent" ],
        [
            for row in scaling.Rows -> name row :: List.map (at row) sizes @ [ exponent row ]
        ]
    )
