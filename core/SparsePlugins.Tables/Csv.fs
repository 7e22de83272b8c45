/// A table as comma-separated values, quoted as in RFC 4180.
module SparsePlugins.Tables.Csv

open System
open System.Text
open SparsePlugins.Statistics

let private quoted (text: string) =
    if text.IndexOfAny [| ','; '"'; '\n'; '\r' |] < 0 then
        text
    else
        "\"" + text.Replace("\"", "\"\"") + "\""

let private cell (column: Column) row =
    match column.Values with
    | Texts values -> quoted values[row]
    | Integers values -> Numbers.whole values[row]
    | OptionalIntegers values ->
        values[row]
        |> Option.ofNullable
        |> Option.map Numbers.whole
        |> Option.defaultValue ""
    | Numbers values -> Numbers.exact values[row]

/// A header, and a line per row.
let render (table: Table) =
    let text = StringBuilder()

    let line (cells: string seq) =
        text.AppendJoin(',', cells).Append('\n') |> ignore

    table.Columns |> Seq.map (_.Name >> quoted) |> line

    for row in 0 .. table.Rows - 1 do
        table.Columns |> Seq.map (fun column -> cell column row) |> line

    text.ToString()
