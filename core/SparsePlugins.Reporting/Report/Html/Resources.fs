/// The style sheet and the scripts of the page, which lie beside this file.
module internal SparsePlugins.Reporting.Resources

open System.Reflection
open SparsePlugins.Documents

let private read name =
    EmbeddedPage.read (Assembly.GetExecutingAssembly()) $"html/{name}"

let styleSheet = lazy (read "report.css")

/// In the order in which they use each other.
let private parts =
    [
        "numbers.js"
        "elements.js"
        "data.js"
        "scales.js"
        "clipping.js"
        "layout.js"
        "drawing.js"
        "legend.js"
        "readout.js"
        "view.js"
        "takeaway.js"
        "controls.js"
        "chart.js"
        "tables.js"
        "theme.js"
        "page.js"
    ]

let script = lazy (parts |> List.map read |> EmbeddedPage.script)

/// For a page that looks for a newer one by itself.
let refresh = lazy (read "refresh.js")
