/// The white sheet that every figure is drawn on, readable on any page.
module SparsePlugins.Figures.Sheet

let private fonts =
    "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

/// An `svg` element with a name and a description for readers who hear it.
let draw (width: float, height: float) title description children =
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
            Element("title", [ "id", "title" ], [ Text title ])
            Element("desc", [ "id", "description" ], [ Text description ])
            Element("rect", size @ [ "rx", "8"; "fill", "#ffffff" ], [])
        ]
        @ children
    )

let label anchor (size: float) color =
    [ "text-anchor", anchor; "font-size", Svg.number size; "fill", color ]

/// Title and subtitle from a left edge.
let heading left width (title: string) (subtitle: string) =
    [
        Svg.text
            (left, 28.0)
            (("font-weight", "600") :: label "start" 16.0 Palette.ink)
            (Lettering.cut 16.0 (width - left - 8.0) title)
        Svg.text (left, 48.0) (label "start" 12.0 Palette.faint) subtitle
    ]
