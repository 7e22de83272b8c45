/// HTML as a tree; text is escaped when it is written, so nothing that a manifest or a plugin says can become a tag.
module internal SparsePlugins.Reporting.Html

open System
open System.Text
open System.Text.RegularExpressions
open SparsePlugins.Figures

type Node =
    | Tag of name: string * attributes: (string * string) list * children: Node list
    | Words of string
    /// Text of ours, for style sheets and scripts: written as it is.
    | Verbatim of string

let tag name attributes children = Tag(name, attributes, children)

let words name text = Tag(name, [], [ Words text ])

/// Text whose lines may end between the words of a setting: `training.learning_rate=0.01,` and so on.
let breakable (text: string) =
    Regex.Split(text, @"(?<=[=,_/]|\.(?=\p{L}))")
    |> List.ofArray
    |> List.filter ((<>) "")
    |> List.mapi (fun place part ->
        if place = 0 then
            [ Words part ]
        else
            [ tag "wbr" [] []; Words part ])
    |> List.concat

let private escape (text: string) =
    (Svg.escape text).Replace("'", "&#39;", StringComparison.Ordinal)

/// What has no content: in HTML, and in drawings.
let private voids =
    set
        [
            "br"
            "wbr"
            "input"
            "link"
            "meta"
            "circle"
            "line"
            "path"
            "rect"
            "use"
        ]

/// What it writes is XML, too, so that a page can be checked by any reader of that.
let rec private write (builder: StringBuilder) node =
    match node with
    | Words text -> builder.Append(escape text) |> ignore
    | Verbatim text -> builder.Append text |> ignore
    | Tag(name, attributes, children) ->
        builder.Append('<').Append(name) |> ignore

        for key, value in attributes do
            builder.Append(' ').Append(key).Append("=\"").Append(escape value).Append('"')
            |> ignore

        if voids.Contains name then
            builder.Append "/>" |> ignore
        else
            builder.Append '>' |> ignore
            List.iter (write builder) children
            builder.Append("</").Append(name).Append('>') |> ignore

/// The text of a node, on one line where its texts are.
let text node =
    let builder = StringBuilder()
    write builder node
    builder.ToString()

/// An attribute that refers to an id, or is one.
let private scopedValue prefix (key: string, value: string) =
    match key with
    | "xmlns" -> None
    | "id" -> Some(key, prefix + value)
    | "aria-labelledby" -> Some(key, String.Join(" ", value.Split ' ' |> Array.map (fun id -> prefix + id)))
    | _ when value.StartsWith("url(#", StringComparison.Ordinal) -> Some(key, $"url(#{prefix}{value.Substring 5}")
    | _ -> Some(key, value)

/// A drawing inside a page, where ids are shared: every one gets a prefix.
let rec drawing prefix svg =
    match svg with
    | Svg.Text text -> Words text
    | Svg.Element(name, attributes, children) ->
        Tag(name, List.choose (scopedValue prefix) attributes, List.map (drawing prefix) children)
