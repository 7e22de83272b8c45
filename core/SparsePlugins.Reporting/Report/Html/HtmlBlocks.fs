/// The blocks of a document as HTML.
module internal SparsePlugins.Reporting.HtmlBlocks

open System
open System.Globalization
open SparsePlugins.Figures
open SparsePlugins.Documents.Document
open SparsePlugins.Reporting.Html

/// What blocks need to know of the page around them.
type Surroundings =
    {
        /// The place of every variant in the list of lines.
        Keys: Map<string, int>
        /// The place of a measurement's curves in the data, by setting and name.
        Plots: Map<string * string, int * int>
        /// The drawings that lead a setting, by path: their measurement can be chosen.
        Leads: Set<string>
        /// A drawing shows one of so many evaluations.
        Stride: int
    }

let private inlines parts =
    [
        for part in parts ->
            match part with
            | Plain text -> Words text
            | Strong text -> words "strong" text
            | Code text -> words "code" text
    ]

let private bullets items =
    tag "ul" [] [ for item in items -> tag "li" [] item ]

let private answer (lines: string list) =
    let text =
        match lines with
        | [] -> []
        | verdict :: details -> words "strong" verdict :: List.map (words "span") details

    tag "section" [ "class", "answers"; "aria-label", "Answer" ] [ for line in text -> tag "p" [] [ line ] ]

let private facts rows =
    tag
        "dl"
        [ "class", "facts" ]
        [
            for name, text in rows -> tag "div" [] [ words "dt" name; tag "dd" [] (inlines text) ]
        ]

let private svgOf surroundings (picture: Picture) =
    match picture.Drawing with
    | Curves(setting, measurement, plot) ->
        let place =
            match surroundings.Plots.TryFind(setting, measurement) with
            | Some(setting, plot) ->
                [
                    "data-plot", $"{setting}/{plot}"
                    if surroundings.Leads.Contains picture.Path then
                        "data-leads", ""
                ]
            | None -> []

        place, CurveFigure.draw (Thinning.every surroundings.Stride plot)
    | Still svg -> [], svg

/// Pixels beyond which a figure takes the whole width of a gallery.
let private wide = 560.0

let private isWide svg =
    match svg with
    | Svg.Text _ -> false
    | Svg.Element(_, attributes, _) ->
        attributes
        |> List.exists (fun (key, value) -> key = "width" && Double.Parse(value, CultureInfo.InvariantCulture) > wide)

let private picture surroundings name picture =
    let place, svg = svgOf surroundings picture
    let kind = if isWide svg then [ "class", "wide" ] else []
    tag "figure" (kind @ place) [ tag "div" [ "class", "drawing" ] [ drawing $"figure-{name}-" svg ] ]

let private gallery surroundings index pictures =
    tag
        "div"
        [ "class", "gallery" ]
        (pictures
         |> List.mapi (fun place one -> picture surroundings $"{index}-{place}" one))

let details summary content =
    tag "details" [] (words "summary" summary :: content)

let private listing text =
    tag "pre" [ "tabindex", "0" ] [ words "code" text ]

let private warnings name texts =
    tag
        "aside"
        [ "class", "warnings"; "aria-labelledby", name ]
        [
            tag "h2" [ "id", name ] [ Words "Warnings" ]
            bullets [ for text in texts -> [ Words text ] ]
        ]

/// A block, with its place among all blocks and the part that it belongs to.
let rec render surroundings index (block, part: Outline.Part option) =
    let name = part |> Option.map _.Name |> Option.defaultValue "top"
    let label = part |> Option.map _.Text |> Option.defaultValue "Table"

    match block with
    | Heading(level, text) -> tag $"h{level}" [ "id", name ] (breakable text)
    | Answer lines -> answer lines
    | Warnings texts -> warnings name texts
    | Paragraph parts -> tag "p" [] (inlines parts)
    | Caption text -> tag "p" [ "class", "caption" ] [ Words text ]
    | Bullets items -> bullets (List.map inlines items)
    | Facts rows -> facts rows
    | Table(header, rows) -> HtmlTable.render surroundings.Keys label header rows
    | Picture one -> picture surroundings (string index) one
    | Gallery several -> gallery surroundings index several
    | Details(summary, _, text) -> details summary [ listing text ]
    | Folded(summary, blocks) ->
        let within = part |> Option.map (fun part -> { part with Text = summary })
        details summary [ for block in blocks -> render surroundings index (block, within) ]
