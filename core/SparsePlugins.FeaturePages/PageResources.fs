/// The style sheets and the scripts of the page.
module internal SparsePlugins.FeaturePages.PageResources

open System
open System.IO
open System.Reflection
open System.Security.Cryptography
open System.Text

let private read name =
    match Assembly.GetExecutingAssembly().GetManifestResourceStream $"features/{name}" with
    | null -> invalidOp $"the assembly holds no features/{name}"
    | stream ->
        use reader = new StreamReader(stream)
        reader.ReadToEnd().ReplaceLineEndings "\n"

/// The report's, and what this page has beside it.
let styleSheet = lazy (read "report.css" + read "features.css")

/// In the order in which they use each other.
let private parts =
    [ "numbers.js"; "elements.js"; "theme.js"; "book.js"; "card.js"; "listing.js" ]

let script =
    lazy
        ("\"use strict\";\n(() => {\n"
         + String.Join("\n", parts |> List.map read)
         + "})();\n")

/// What a content security policy calls an inline text by.
let hash (text: string) =
    "'sha256-"
    + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes text))
    + "'"
