/// A plot as a drawing on white, readable on any page.
module internal SparsePlugins.Reporting.CurveFigure

open SparsePlugins.Reporting.Plot

let private fonts =
    "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"

let private background (frame: Frame.Frame) =
    let size = Svg.numeric [ "width", frame.Width; "height", frame.Height; "rx", 8.0 ]
    Element("rect", size @ [ "fill", "#ffffff" ], [])

/// The whole drawing, byte for byte the same for the same plot.
let draw plot =
    let frame = Frame.layOut plot
    let width, height = Svg.number frame.Width, Svg.number frame.Height

    Element(
        "svg",
        [
            "xmlns", "http://www.w3.org/2000/svg"
            "viewBox", $"0 0 {width} {height}"
            "width", width
            "height", height
            "role", "img"
            "aria-labelledby", "title description"
            "font-family", fonts
        ],
        [
            Element("title", [ "id", "title" ], [ Text plot.Title ])
            Element("desc", [ "id", "description" ], [ Text plot.Description ])
            background frame
            Svg.group [] (Frame.draw frame plot)
            Svg.group [] (Curves.thresholds frame plot)
            Svg.group [] (Curves.draw frame plot)
            Svg.group [] (ReachRows.draw frame plot)
            Svg.group [] (Curves.legend frame plot)
        ]
    )
