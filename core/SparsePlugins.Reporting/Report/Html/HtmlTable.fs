/// Tables whose cells a reader can tell apart at a glance: names with the line of their curve, means before their intervals.
module internal SparsePlugins.Reporting.HtmlTable

open SparsePlugins.Documents
open SparsePlugins.Statistics
open SparsePlugins.Documents.Cells
open SparsePlugins.Reporting.Html

/// The line that a variant has in every figure: a drawing that the page holds once.
let key index =
    tag "svg" [ "class", "key"; "aria-hidden", "true" ] [ tag "use" [ "href", $"#k{index}" ] [] ]

/// The CSS class of a cell: verdicts have a colour beside their words.
let private tone cell =
    match cell with
    | Absent -> "quiet"
    | Verdict(words, verdict) ->
        match Verdicts.weight words verdict with
        | Verdicts.Good -> "good"
        | Verdicts.Bad -> "bad"
        | Verdicts.Suggestive -> "said"
        | Verdicts.Nothing -> "said quiet"
    | Variant _
    | Text _ -> "said"
    | Count _
    | Number _
    | Value _
    | Difference _
    | Range _
    | MedianSteps _
    | Share _
    | Runs _
    | P _
    | Percent _
    | AtLeast _ -> ""
    | Best _ -> "best"

let private classed kind =
    if kind = "" then [] else [ "class", kind ]

/// The value that the page's script sorts by.
let private ordered cell =
    match cell with
    | Absent -> [ "data-order", "" ]
    | cell ->
        order cell
        |> Option.map (fun number -> "data-order", Numbers.exact (Numbers.rounded number))
        |> Option.toList

let private valueCell cell =
    let parts = parts cell

    let within kind content =
        tag "td" (classed kind @ ordered cell) content

    match parts.Remark with
    | NoRemark -> within (tone cell) [ Words parts.Main ]
    | Beside remark -> within (tone cell) [ Words(parts.Main + " "); words "small" remark ]
    | InBrackets remark -> within "range" [ Words(parts.Main + " "); words "small" remark ]

/// The cell that names its row.
let private name (keys: Map<string, int>) cell =
    let content = [ Words(Cells.text cell) ]

    match cell with
    | Variant(name, _) when keys.ContainsKey name ->
        tag "th" [ "scope", "row"; "data-variant", name ] (key keys[name] :: content)
    | _ -> tag "th" [ "scope", "row" ] content

let private row keys cells =
    match cells with
    | [] -> tag "tr" [] []
    | first :: others -> tag "tr" [] (name keys first :: List.map valueCell others)

/// Most rows of a table; of a ranked one these are the best.
let private mostRows = 150

let private isBaseline cells =
    match cells with
    | Variant(_, isBaseline) :: _ -> isBaseline
    | _ -> false

/// The first rows and those that are kept wherever they stand.
let private cut most isKept rows =
    rows
    |> List.indexed
    |> List.filter (fun (index, cells) -> index < most || isKept cells)
    |> List.map snd

/// A table under a heading; of very many rows the first, which it says, and where the others are.
let renderMost (most, isKept, which, whole) keys label header all =
    let rows = cut most isKept all

    let said =
        if rows.Length < all.Length then
            [
                tag
                    "caption"
                    []
                    [
                        Words
                            $"{Numbers.whole (int64 rows.Length)} of {Numbers.whole (int64 all.Length)} rows, {which}; {whole}"
                    ]
            ]
        else
            []

    let columns = [ for text in header -> tag "th" [ "scope", "col" ] [ Words text ] ]

    tag
        "div"
        [ "class", "table"; "tabindex", "0"; "role", "region"; "aria-label", label ]
        [
            tag
                "table"
                [ "aria-label", label ]
                [
                    yield! said
                    tag "thead" [] [ tag "tr" [] columns ]
                    Verbatim "\n"
                    tag "tbody" [] (rows |> List.collect (fun cells -> [ row keys cells; Verbatim "\n" ]))
                ]
        ]

/// The same, of as many rows as tables of results have at most.
let render keys label header rows =
    renderMost
        (mostRows,
         isBaseline,
         "the first and baselines",
         "'--format md' and '--format json' of 'sparse report' have all")
        keys
        label
        header
        rows
