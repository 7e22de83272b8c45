/// The style sheets and the scripts of the page.
module internal SparsePlugins.FeaturePages.PageResources

open System.Reflection
open SparsePlugins.Documents

let private read name =
    EmbeddedPage.read (Assembly.GetExecutingAssembly()) $"features/{name}"

/// The report's, and what this page has beside it.
let styleSheet = lazy (read "report.css" + read "features.css")

let script =
    lazy
        ([ "numbers.js"; "elements.js"; "theme.js"; "book.js"; "card.js"; "listing.js" ]
         |> List.map read
         |> EmbeddedPage.script)
