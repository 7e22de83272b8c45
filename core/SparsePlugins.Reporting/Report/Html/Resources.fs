/// The style sheet and the scripts of the page, which lie beside this file.
module internal SparsePlugins.Reporting.Resources

open System
open System.IO
open System.Reflection
open System.Security.Cryptography
open System.Text

let private read name =
    match Assembly.GetExecutingAssembly().GetManifestResourceStream $"html/{name}" with
    | null -> invalidOp $"the assembly holds no html/{name}"
    | stream ->
        use reader = new StreamReader(stream)
        reader.ReadToEnd().ReplaceLineEndings "\n"

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

let script =
    lazy
        ("\"use strict\";\n(() => {\n"
         + String.Join("\n", parts |> List.map read)
         + "})();\n")

/// For a page that looks for a newer one by itself.
let refresh = lazy (read "refresh.js")

/// What a content security policy calls an inline text by.
let hash (text: string) =
    "'sha256-"
    + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes text))
    + "'"
