/// The part of a report on steps to thresholds.
module internal SparsePlugins.Reporting.ThresholdPart

open SparsePlugins.Drawings
open SparsePlugins.Headlines
open SparsePlugins.Analysis
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document

let private grid (section: Section) (table: ThresholdTable) =
    let records = section.Variants |> List.collect _.Records

    match Analysis.gridOf table.Threshold.Measurement records with
    | None -> []
    | Some gap ->
        let every = Numbers.counted (int gap) "step"

        [
            Paragraph
                [
                    Plain
                        $"{table.Title} was measured every {every}, which limits the resolution of crossings; intervals allow for it. {FigureNames.batches records}."
                ]
        ]

let private evidence table =
    ThresholdTables.evidence table
    |> fold "More statistics: bootstrap intervals, p-values, and the seeds needed to detect 5 %"

let private unreached (section: Section) (table: ThresholdTable) =
    let steps = table.Rows |> List.map _.LastUnreached |> List.fold max 0L

    if table.IsUndefined then
        $"{table.Title} is undefined: it has no value in any run."
    elif section.Variants |> List.forall _.Records.IsEmpty then
        "No run has finished yet."
    elif table.Rows |> List.forall (fun row -> row.Total = 0) then
        "Every run failed before it could reach it."
    else
        $"No run reached it in {Numbers.whole steps} steps."

let private withheldText (reason: Withheld) =
    match reason with
    | StoppedByAnother -> $"{reason.Text}: the best runs are cut then, and times up to there say little"
    | NothingSeen
    | DataDiffer
    | MeasuredDifferently
    | BudgetsDiffer
    | NeitherReached -> reason.Text

let private named (rows: ThresholdRow list) =
    rows |> List.map _.Variant.Name |> String.concat ", "

/// What a reader must know of the verdicts.
let private remarks (table: ThresholdTable) =
    let withheld =
        table.Rows
        |> List.choose (fun row -> row.Withheld |> Option.map (fun reason -> reason, row))
        |> List.groupBy fst
        |> List.map (fun (reason, found) ->
            [
                Plain $"{found |> List.map snd |> named}: no verdict, since {withheldText reason}."
            ])

    let limited isLimited =
        table.Rows |> List.filter (fun row -> row.Comparison |> Option.exists isLimited)

    let coinciding = limited _.PairsCoincide

    let hidden =
        limited (fun comparison -> comparison.IsLimitedByGrid && not comparison.PairsCoincide)

    let measureMore text =
        [
            Plain $"{text}; measure more often (a smaller "
            Code "evaluation.every"
            Plain ")."
        ]

    [
        yield! withheld
        if not coinciding.IsEmpty then
            measureMore
                $"{named coinciding}: all pairs coincide on the grid of evaluations, which is too coarse to see how they vary"
        if not hidden.IsEmpty then
            measureMore
                $"{named hidden}: the difference as measured is no larger than what the grid of evaluations leaves open"
    ]

/// One heading per threshold.
let blocks level experiment (section: Section) =
    section.Thresholds
    |> List.collect (fun table ->
        Heading(level, $"Steps to {thresholdTitle table}")
        :: (if isReached table then
                ThresholdTables.main section.HasBaseline (Clauses.percentOf experiment section (Time table)) table
                :: List.map Paragraph (remarks table)
                @ evidence table
            else
                [ Paragraph [ Plain(unreached section table) ] ])
        @ grid section table)
