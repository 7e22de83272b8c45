/// Tables whose cells a reader can tell apart at a glance: names with the line of their curve, means before their intervals.
module internal SparsePlugins.Reporting.HtmlTable

open System
open SparsePlugins.Reporting.Html

/// The line that a member has in every figure: a drawing that the page holds once.
let key index =
    tag "svg" [ "class", "key"; "aria-hidden", "true" ] [ tag "use" [ "href", $"#k{index}" ] [] ]

let private baselineMark = " (baseline)"

/// The member that a cell names.
let private memberOf (keys: Map<string, int>) (cell: string) =
    let name =
        if cell.EndsWith(baselineMark, StringComparison.Ordinal) then
            cell.Substring(0, cell.Length - baselineMark.Length)
        else
            cell

    keys.TryFind name

let private isNumber (cell: string) =
    cell <> "" && (Char.IsAsciiDigit cell[0] || "+-–<>".Contains cell[0])

/// How loudly a cell speaks: what is shown has a colour, and its words.
let private tone (cell: string) =
    let isQuiet = cell = Verdicts.inconclusive

    match cell with
    | "–" -> [ "class", "quiet" ]
    | "better"
    | "faster" -> [ "class", "good" ]
    | "worse"
    | "slower" -> [ "class", "bad" ]
    | _ when isQuiet -> [ "class", "said quiet" ]
    | _ when isNumber cell -> []
    | _ -> [ "class", "said" ]

/// Where what follows a number begins: its interval, or what it is of.
let private remarkAt (cell: string) =
    if isNumber cell then
        [ " ±"; " ("; " of " ]
        |> List.map (fun sign -> cell.IndexOf(sign, StringComparison.Ordinal))
        |> List.filter (fun at -> at > 0)
        |> List.fold min cell.Length
    else
        cell.Length

let private valueCell (cell: string) =
    match remarkAt cell with
    | at when at = cell.Length -> tag "td" (tone cell) [ Words cell ]
    | at ->
        let value, remark = cell.Substring(0, at), cell.Substring(at + 1)
        let kind = if remark.StartsWith '(' then [ "class", "range" ] else []
        tag "td" kind [ Words(value + " "); words "small" remark ]

let private name keys cell =
    match memberOf keys cell with
    | Some index -> tag "th" [ "scope", "row" ] [ key index; Words cell ]
    | None -> tag "th" [ "scope", "row" ] [ Words cell ]

let private row keys cells =
    match cells with
    | [] -> tag "tr" [] []
    | first :: others -> tag "tr" [] (name keys first :: List.map valueCell others)

/// A table under a heading.
let render keys label header rows =
    let columns = [ for text in header -> tag "th" [ "scope", "col" ] [ Words text ] ]

    tag
        "div"
        [ "class", "table"; "tabindex", "0"; "role", "region"; "aria-label", label ]
        [
            tag
                "table"
                [ "aria-label", label ]
                [
                    tag "thead" [] [ tag "tr" [] columns ]
                    Verbatim "\n"
                    tag "tbody" [] (rows |> List.collect (fun cells -> [ row keys cells; Verbatim "\n" ]))
                ]
        ]
