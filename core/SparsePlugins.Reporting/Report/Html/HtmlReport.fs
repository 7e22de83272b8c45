/// The report as one page that needs nothing but itself.
module internal SparsePlugins.Reporting.HtmlReport

open SparsePlugins.Drawings
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Documents
open SparsePlugins.Documents.Document
open SparsePlugins.Reporting.Html

/// Points of all drawings together: forty bytes each.
let private limit = 4_000

/// Nothing but the page's own style and script, identified by their hashes, and pictures that it holds as text, for PNG: no request leaves it.
let private policy scripts =
    [
        "default-src 'none'"
        $"style-src {EmbeddedPage.hash Resources.styleSheet.Value}"
        "script-src " + String.concat " " (List.map EmbeddedPage.hash scripts)
        "img-src data:"
        "base-uri 'none'"
        "form-action 'none'"
    ]
    |> String.concat "; "

let private head title scripts =
    let meta attributes = tag "meta" attributes []

    tag
        "head"
        []
        [
            meta [ "charset", "utf-8" ]
            meta [ "http-equiv", "Content-Security-Policy"; "content", policy scripts ]
            meta [ "name", "viewport"; "content", "width=device-width, initial-scale=1" ]
            meta [ "name", "color-scheme"; "content", "light dark" ]
            words "title" title
            tag "style" [] [ Verbatim Resources.styleSheet.Value ]
        ]

/// Variants that have the same colour in every setting, in the order in which they first come.
let private lines (summary: Summary) =
    summary.Sections
    |> List.collect ShownVariants.styles
    |> List.map (fun (subject, style) -> subject.Name, style)
    |> List.groupBy fst
    |> List.choose (fun (name, styles) ->
        match styles |> List.map snd |> List.distinctBy _.Color with
        | [ style ] -> Some(name, style)
        | _ -> None)

/// Every variant's line, drawn once.
let private keys lines =
    let symbol index (_, style: Palette.Style) =
        tag
            "symbol"
            [ "id", $"k{index}"; "viewBox", "0 0 26 8" ]
            [ drawing "" (Svg.line (1.0, 4.0) (25.0, 4.0) (Curves.stroke style)) ]

    tag "svg" [ "width", "0"; "height", "0"; "aria-hidden", "true"; "class", "keys" ] (List.mapi symbol lines)

/// What is folded away at the end.
let private appendix: Outline.Part =
    {
        Level = 2
        Text = "Appendix: manifest, plugins, all runs"
        Name = "appendix"
    }

let private contents (parts: Outline.Part list) =
    let entry (part: Outline.Part) =
        tag "li" [ "class", $"level-{part.Level}" ] [ tag "a" [ "href", "#" + part.Name ] (breakable part.Text) ]

    tag
        "nav"
        [ "class", "contents"; "aria-label", "Contents" ]
        [
            tag
                "details"
                [ "open", "" ]
                [
                    words "summary" "Contents"
                    tag
                        "ol"
                        []
                        ((parts |> List.filter (fun part -> part.Level > 1)) @ [ appendix ]
                         |> List.map entry)
                ]
        ]

let private bar title =
    tag
        "header"
        [ "class", "bar" ]
        [
            tag "a" [ "class", "name"; "href", "#main" ] [ Words title ]
            tag "div" [ "class", "tools"; "id", "tools" ] []
        ]

/// Of the settings that have figures.
let private plots (summary: Summary) =
    Map
        [
            for place, section in List.indexed summary.Sections do
                for index, facts in List.indexed (Figures.drawable section) do
                    (section.Setting, facts.Name), (place, index)
        ]

let private curves document =
    pictures document
    |> List.choose (fun picture ->
        match picture.Drawing with
        | Curves(setting, _, plot) -> Some(picture.Path, setting, plot)
        | Still _ -> None)

/// One block a line.
let private spaced nodes =
    nodes |> List.collect (fun node -> [ node; Verbatim "\n" ])

let private main (summary: Summary) charted document keys =
    let curves = curves document

    let surroundings: HtmlBlocks.Surroundings =
        {
            Keys = keys
            Plots = plots charted
            Leads =
                curves
                |> List.distinctBy (fun (_, setting, _) -> setting)
                |> List.map (fun (path, _, _) -> path)
                |> Set.ofList
            Stride = curves |> List.map (fun (_, _, plot) -> plot) |> Thinning.strideFor limit
        }

    let folded, blocks =
        Outline.place document
        |> List.mapi (fun index (block, part) -> block, HtmlBlocks.render surroundings index (block, part))
        |> List.partition (fst >> isListing)

    let last =
        tag
            "section"
            [ "id", appendix.Name; "class", "appendix"; "aria-label", "Appendix" ]
            (spaced (List.map snd folded @ Appendix.render keys summary))

    tag "main" [ "id", "main" ] (spaced (List.map snd blocks @ [ last ]))

let private body (summary: Summary) document scripts =
    let title = summary.Experiment.Name

    let charted =
        { summary with
            Sections = Extent.full summary
        }

    let lines = lines summary
    let indices = lines |> List.mapi (fun index (name, _) -> name, index) |> Map.ofList

    tag
        "body"
        []
        (spaced
            [
                tag "a" [ "class", "skip"; "href", "#main" ] [ Words "Skip to the report" ]
                keys lines
                bar title
                tag
                    "div"
                    [ "class", "page" ]
                    (spaced [ contents (Outline.ofBlocks document); main summary charted document indices ])
                tag "script" [ "type", "application/json"; "id", "data" ] [ Verbatim(ChartData.render charted) ]
                yield! scripts |> List.map (fun script -> tag "script" [] [ Verbatim script ])
            ])

/// The text of the page. One that is watched looks for a newer one by itself.
let render isWatched (summary: Summary) document =
    let scripts =
        Resources.script.Value
        :: (if isWatched then [ Resources.refresh.Value ] else [])

    let page =
        tag "html" [ "lang", "en" ] (spaced [ head summary.Experiment.Name scripts; body summary document scripts ])

    "<!doctype html>\n" + text page + "\n"
