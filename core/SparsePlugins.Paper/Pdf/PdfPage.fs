/// A drawing as the operators of a PDF page.
module internal SparsePlugins.Paper.PdfPage

open System
open System.Globalization
open SparsePlugins.Figures

type Page =
    {
        Width: float
        Height: float
        /// The operators.
        Content: string
        /// Opacities that the operators name `A50` for a half.
        Opacities: int list
    }

let private tryGet (name: string) (attributes: (string * string) list) =
    attributes |> List.tryFind (fst >> (=) name) |> Option.map snd

let private numberOf name attributes =
    match tryGet name attributes with
    | Some text -> Double.Parse(text, CultureInfo.InvariantCulture)
    | None -> 0.0

/// `#d55e00` as three shares.
let private color (text: string) =
    let part start =
        Convert.ToInt32(text.Substring(start, 2), 16)

    [ 1; 3; 5 ]
    |> List.map (fun start -> Svg.number (float (part start) / 255.0))
    |> String.concat " "

let private percentOf name attributes =
    match tryGet name attributes with
    | Some text -> int (Math.Round(100.0 * Double.Parse(text, CultureInfo.InvariantCulture)))
    | None -> 100

/// Sets colours, width, dashes and opacity, and says whether to fill and to stroke.
let private paint isFilled attributes =
    let fill =
        tryGet "fill" attributes
        |> Option.defaultValue (if isFilled then "#000000" else "none")

    let stroke = tryGet "stroke" attributes |> Option.defaultValue "none"

    let opacity =
        min (percentOf "fill-opacity" attributes) (percentOf "stroke-opacity" attributes)

    let settings =
        [
            if fill <> "none" then
                $"{color fill} rg"
            if stroke <> "none" then
                $"{color stroke} RG"
                $"""{tryGet "stroke-width" attributes |> Option.defaultValue "1"} w"""
            match tryGet "stroke-dasharray" attributes with
            | Some dashes when stroke <> "none" -> $"[{dashes}] 0 d"
            | _ -> ()
            if opacity < 100 then
                $"/A{opacity} gs"
        ]

    let operator =
        match fill <> "none", stroke <> "none" with
        | true, true -> "B"
        | true, false -> "f"
        | false, true -> "S"
        | false, false -> "n"

    String.Join(" ", settings), operator, opacity

let private painted isFilled attributes shape =
    let settings, operator, opacity = paint isFilled attributes
    [ $"q {settings} {shape} {operator} Q" ], (if opacity < 100 then [ opacity ] else [])

let private text height attributes (content: string) =
    let size = numberOf "font-size" attributes
    let width = PdfFont.width size content

    let x =
        match tryGet "text-anchor" attributes with
        | Some "middle" -> numberOf "x" attributes - width / 2.0
        | Some "end" -> numberOf "x" attributes - width
        | Some _
        | None -> numberOf "x" attributes

    let y = height - numberOf "y" attributes
    let isBold = (tryGet "font-weight" attributes).IsSome

    let shown =
        PdfText.show (Svg.number x, Svg.number y) (Svg.number size) isBold content

    let fill = tryGet "fill" attributes |> Option.defaultValue "#000000"
    [ $"q {color fill} rg {shown} Q" ]

let rec private operators (height: float) node =
    let place (x: float, y: float) =
        $"{Svg.number x} {Svg.number (height - y)}"

    match node with
    | Text _ -> [], []
    | Element(("title" | "desc"), _, _) -> [], []
    | Element(("svg" | "g"), _, children) ->
        let found = children |> List.map (operators height)
        List.collect fst found, List.collect snd found
    | Element("text", attributes, [ Text content ]) -> text height attributes content, []
    | Element("line", attributes, _) ->
        painted
            false
            attributes
            ($"""{place (numberOf "x1" attributes, numberOf "y1" attributes)} m """
             + $"""{place (numberOf "x2" attributes, numberOf "y2" attributes)} l""")
    | Element("path", attributes, _) ->
        tryGet "d" attributes
        |> Option.defaultValue ""
        |> PdfPath.ofData place
        |> painted true attributes
    | Element("rect", attributes, _) ->
        PdfPath.rectangle
            place
            (numberOf "x" attributes, numberOf "y" attributes)
            (numberOf "width" attributes, numberOf "height" attributes)
        |> painted true attributes
    | Element("circle", attributes, _) ->
        PdfPath.circle place (numberOf "cx" attributes, numberOf "cy" attributes) (numberOf "r" attributes)
        |> painted true attributes
    | Element(name, _, _) -> invalidArg (nameof node) $"an element '{name}' has no form in PDF"

/// Of a drawing whose view box is its size in points.
let ofDrawing (width, height) drawing =
    let lines, opacities = operators height drawing

    {
        Width = width
        Height = height
        Content = String.Join("\n", lines)
        Opacities = opacities |> List.distinct |> List.sort
    }
