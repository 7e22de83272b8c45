namespace SparsePlugins.Figures

open System.Globalization
open System.Text
open System.Xml

/// A drawing as a tree of elements.
type Svg =
    | Element of name: string * attributes: (string * string) list * children: Svg list
    | Text of string

/// Builds and writes drawings.
module Svg =
    /// At most two decimals, so that a drawing is the same text wherever it is made.
    let number (value: float) =
        let text = value.ToString("0.##", CultureInfo.InvariantCulture)
        if text = "-0" then "0" else text

    let numeric (attributes: (string * float) list) =
        attributes |> List.map (fun (name, value) -> name, number value)

    let group attributes children = Element("g", attributes, children)

    let line (x1, y1) (x2, y2) attributes =
        Element("line", numeric [ "x1", x1; "y1", y1; "x2", x2; "y2", y2 ] @ attributes, [])

    let text (x, y) attributes content =
        Element("text", numeric [ "x", x; "y", y ] @ attributes, [ Text content ])

    let circle (x, y) radius attributes =
        Element("circle", numeric [ "cx", x; "cy", y; "r", radius ] @ attributes, [])

    let path data attributes =
        Element("path", ("d", data) :: attributes, [])

    let private point (x, y) = $"{number x},{number y}"

    /// `M x,y L x,y ...`
    let polyline points =
        "M" + System.String.Join("L", points |> Seq.map point)

    /// Text for an element or an attribute in double quotes; what XML can't hold becomes U+FFFD.
    let escape (text: string) =
        let builder = StringBuilder()

        for character in text do
            match character with
            | '&' -> builder.Append "&amp;"
            | '<' -> builder.Append "&lt;"
            | '>' -> builder.Append "&gt;"
            | '"' -> builder.Append "&quot;"
            | other when XmlConvert.IsXmlChar other || System.Char.IsSurrogate other -> builder.Append other
            | _ -> builder.Append '\uFFFD'
            |> ignore

        builder.ToString()

    let private opening name attributes =
        let attributes =
            attributes |> List.map (fun (key, value) -> $" {key}=\"{escape value}\"")

        "<" + name + String.concat "" attributes

    let rec private lines indent node =
        match node with
        | Text text -> [ indent + escape text ]
        | Element(name, attributes, []) -> [ $"{indent}{opening name attributes}/>" ]
        | Element(name, attributes, [ Text text ]) -> [ $"{indent}{opening name attributes}>{escape text}</{name}>" ]
        | Element(name, attributes, children) ->
            [ $"{indent}{opening name attributes}>" ]
            @ List.collect (lines (indent + "  ")) children
            @ [ $"{indent}</{name}>" ]

    /// One element a line, ended by a line end.
    let render root =
        System.String.Join("\n", lines "" root) + "\n"
