/// A drawing of one column: 3.3 inches wide, measured in points, without a title.
module internal SparsePlugins.Paper.Column

open SparsePlugins.Figures

/// 3.3 inches.
let width = 237.6

/// Sizes of text in points: names and axes, ticks and numbers.
let size, small = 8.0, 7.0

let label anchor size color =
    [ "text-anchor", anchor; "font-size", Svg.number size; "fill", color ]

/// The style of a line at this size.
let stroke (style: Palette.Style) =
    [
        "stroke", style.Color
        "stroke-width", Svg.number (0.55 * style.Width)
        if style.Dash <> "" then
            "stroke-dasharray",
            style.Dash.Split ' '
            |> Array.map (float >> (*) 0.5 >> Svg.number)
            |> String.concat " "
    ]

/// The `svg` element around a drawing; what is read aloud is the description.
let sheet height (description: string) children =
    Element(
        "svg",
        [
            "xmlns", "http://www.w3.org/2000/svg"
            "viewBox", $"0 0 {Svg.number width} {Svg.number height}"
            "width", "3.3in"
            "height", $"{Svg.number (height / 72.0)}in"
            "role", "img"
            "font-family", "Helvetica, Arial, sans-serif"
        ],
        Element("desc", [], [ Text description ]) :: children
    )

/// Cuts a text so that it fits in the widest of the fonts that an SVG may be shown in.
let cut size limit text = Lettering.cut size limit text
