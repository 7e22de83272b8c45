/// The result of a setting as lines for a terminal.
module internal SparsePlugins.Reporting.ResultTable

open SparsePlugins.Documents
open System
open SparsePlugins.Headlines
open SparsePlugins.Analysis
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells

/// When a column gives its place to the names: those of `First` before the others.
type private LeftOut =
    | First
    | Second
    | Third
    | Never

type private Column =
    {
        Header: string
        IsLeft: bool
        LeftOut: LeftOut
        Texts: string list
    }

/// Rows that are shown at most, besides the baseline.
let private most = 20

let private rowOf (table: ThresholdTable) (subject: Variant) =
    table.Rows |> List.find (fun row -> subject.IsSame row.Variant)

let private mean (standings: Standing list) criterion (standing: Standing) =
    match criterion with
    | Time table -> ThresholdTables.restricted (rowOf table standing.Variant)
    | End table ->
        let row = table.Rows |> List.find (fun row -> standing.Variant.IsSame row.Variant)
        let decimals = standings |> List.map _.Value |> Numbers.decimalsFor
        TableCells.value decimals standing.Variant.Records.Length row.End.Value

let private seeds criterion (standing: Standing) =
    match criterion with
    | Time table -> ThresholdTables.share (rowOf table standing.Variant)
    | End _ ->
        standing.Comparison
        |> Option.map (fun comparison -> Count(int64 comparison.Difference.Count))
        |> Option.defaultValue Absent

let private difference (standings: Standing list) criterion (standing: Standing) =
    let decimals =
        match criterion with
        | Time _ -> 0
        | End _ -> standings |> List.map _.Value |> Numbers.decimalsFor

    standing.Comparison |> Option.map _.Difference |> TableCells.difference decimals

/// The best first; of many the first twenty and the baseline.
let private shown (standings: Standing list) =
    standings
    |> List.indexed
    |> List.filter (fun (index, standing) -> index < most || standing.Variant.IsBaseline)
    |> List.map snd

/// Names that leave the rest of the line its place.
let private cut width (name: string) =
    if name.Length <= width then
        name
    else
        name.Substring(0, max 1 (width - 1)) + "…"

let private columns experiment (section: Section) criterion (all: Standing list) =
    let found = shown all

    let isTime =
        match criterion with
        | Time _ -> true
        | End _ -> false

    let words = Findings.wordsOf criterion
    let percentOf = Clauses.percentOf experiment section criterion

    let column header leftOut (cell: Standing -> Cell) =
        {
            Header = header
            IsLeft = false
            LeftOut = leftOut
            Texts =
                found
                |> List.map (cell >> Cells.text >> fun text -> if text = "–" then "" else text)
        }

    [
        { column
              (criterion.Better.Directed(
                  if isTime then
                      $"steps to {Clauses.titleOf criterion}"
                  else
                      Clauses.titleOf criterion
              ))
              Never
              (fun standing -> TableCells.name standing.Variant) with
            IsLeft = true
        }
        column "mean" Never (mean all criterion)
        column "difference (95 % CI)" Third (difference all criterion)
        column "%" Never (fun standing ->
            standing.Comparison
            |> Option.bind (fun _ -> percentOf standing.Variant)
            |> TableCells.percent)
        column (if isTime then "earlier in" else "seeds") First (seeds criterion)
        column "p" Second (fun standing -> TableCells.pOf standing.Comparison)
        { column "verdict" Never (fun standing -> TableCells.verdict words standing.Withheld standing.Comparison) with
            IsLeft = true
        }
    ]

let private gap = "  "

let private widthOf column =
    column.Header :: column.Texts |> List.map String.length |> List.max

/// Names are cut to make room for columns, but not below this.
let private leastName = 22

/// As many columns as have room beside names.
let rec private kept width (columns: Column list) =
    let others = columns.Tail |> List.sumBy (fun column -> widthOf column + gap.Length)

    let isWide = gap.Length + min leastName (widthOf columns.Head) + others > width

    let next = columns |> List.map _.LeftOut |> List.min

    if isWide && next <> Never then
        columns |> List.filter (fun column -> column.LeftOut <> next) |> kept width
    else
        columns

let private laidOut width (columns: Column list) =
    let kept = kept width columns
    let others = kept.Tail |> List.sumBy (fun column -> widthOf column + gap.Length)
    let room = max 12 (width - others - gap.Length)

    let first =
        { kept.Head with
            Header = cut room kept.Head.Header
            Texts = kept.Head.Texts |> List.map (cut room)
        }

    first :: kept.Tail
    |> List.map (fun column ->
        let pad (text: string) =
            if column.IsLeft then
                text.PadRight(widthOf column)
            else
                text.PadLeft(widthOf column)

        column.Header :: column.Texts |> List.map pad)
    |> List.transpose
    |> List.map (fun cells -> (gap + String.concat gap cells).TrimEnd())

/// The variants of a setting by the first criterion under which they differ; nothing without one.
let lines (experiment: ExperimentRecord) width (section: Section) =
    match Criteria.leading experiment section with
    | None -> []
    | Some criterion ->
        let standings = Criteria.standings experiment section criterion
        let left = standings.Length - (shown standings).Length

        laidOut width (columns experiment section criterion standings)
        @ [
            if left > 0 then
                $"  and {left} more in the report"
        ]
