namespace SparsePlugins.FeaturePages

open System.Net
open SparsePlugins.Documents

/// A dictionary's features as one page that needs nothing but itself.
[<AbstractClass; Sealed>]
type FeaturePage =
    static member private Escape(text: string) = WebUtility.HtmlEncode text |> string

    /// Nothing but the page's own style and script, identified by their hashes: no request leaves it.
    static member private Policy =
        String.concat
            "; "
            [
                "default-src 'none'"
                $"style-src {EmbeddedPage.hash PageResources.styleSheet.Value}"
                $"script-src {EmbeddedPage.hash PageResources.script.Value}"
                "base-uri 'none'"
                "form-action 'none'"
            ]

    static member private Head(title: string) =
        $"""<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="{FeaturePage.Escape FeaturePage.Policy}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<title>{FeaturePage.Escape title}</title>
<style>{PageResources.styleSheet.Value}</style>
</head>"""

    static member private Facts(book: FeatureBook) =
        let row (name: string) (value: string) =
            let width = if value.Length > 40 then " class=\"long\"" else ""
            $"<div{width}><dt>{FeaturePage.Escape name}</dt><dd>{FeaturePage.Escape value}</dd></div>"

        book.Facts
        |> Seq.map (fun fact -> row fact.Key fact.Value)
        |> String.concat "\n"

    static member private Body(book: FeatureBook) =
        $"""<body>
<a class="skip" href="#list">Skip to the features</a>
<header class="bar"><a class="name" href="#">{FeaturePage.Escape book.Title}</a><div class="tools" id="tools"></div></header>
<main id="main" class="book">
<h1>{FeaturePage.Escape book.Title}</h1>
<dl class="book-facts">
{FeaturePage.Facts book}
</dl>
<div id="controls" class="controls"></div>
<section id="linked" aria-label="Linked feature" hidden=""></section>
<section id="list" aria-label="Features"></section>
<noscript><p>This page needs JavaScript to show features.</p></noscript>
</main>
<script type="application/json" id="data">{PageData.render book}</script>
<script>{PageResources.script.Value}</script>
</body>"""

    /// The text of the page.
    static member Render(book: FeatureBook) : string =
        $"<!doctype html>\n<html lang=\"en\">\n{FeaturePage.Head book.Title}\n{FeaturePage.Body book}\n</html>\n"
