/// The white sheet that every figure is drawn on, readable on any page.
module SparsePlugins.Figures.Sheet

open System.Text.Json

let private fonts =
    "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

let label anchor (size: float) color =
    [ "text-anchor", anchor; "font-size", Svg.number size; "fill", color ]

/// What a page dims when its reader hides these variants, all of them where there are several.
let ofVariants (names: string list) children =
    match names with
    | [] -> Svg.group [] children
    | [ name ] -> Svg.group [ "data-variant", name ] children
    | names -> Svg.group [ "data-variants", JsonSerializer.Serialize names ] children

/// What a figure says of itself.
type Words =
    {
        Title: string
        Subtitle: string
        /// For readers who hear the figure.
        Description: string
    }

let private titleLine, private subtitleLine = 20.0, 15.0

let private stacked x y step attributes lines =
    lines
    |> List.mapi (fun index text -> Svg.text (x, y + step * float index) attributes text)

/// Title and subtitle from a left edge, broken into lines that fit, and how far they push down what stands below them.
let private heading left width words =
    let room = width - left - 8.0
    let titles = Lettering.wrap (16.0 * Lettering.semibold) room words.Title
    let subtitles = Lettering.wrap 12.0 room words.Subtitle
    let below = titleLine * float (titles.Length - 1)
    let title = ("font-weight", "600") :: label "start" 16.0 Palette.ink

    stacked left 28.0 titleLine title titles
    @ stacked left (48.0 + below) subtitleLine (label "start" 12.0 Palette.faint) subtitles,
    below + subtitleLine * float (subtitles.Length - 1)

/// Moves what stands below a heading of several lines.
let private pushed down children =
    if down = 0.0 then
        children
    else
        [ Svg.group [ "transform", $"translate(0 {Svg.number down})" ] children ]

/// An `svg` element with a heading from a left edge, a name and a description for readers who hear it. Children leave 64 pixels at the top.
let draw (width: float, height: float) left words children =
    let heading, down = heading left width words
    let height = height + down
    let size = Svg.numeric [ "width", width; "height", height ]

    Element(
        "svg",
        [
            "xmlns", "http://www.w3.org/2000/svg"
            "viewBox", $"0 0 {Svg.number width} {Svg.number height}"
        ]
        @ size
        @ [ "role", "img"; "aria-labelledby", "title description"; "font-family", fonts ],
        [
            Element("title", [ "id", "title" ], [ Text words.Title ])
            Element("desc", [ "id", "description" ], [ Text words.Description ])
            Element("rect", size @ [ "rx", "8"; "fill", "#ffffff" ], [])
            Svg.group [] heading
        ]
        @ pushed down children
    )
