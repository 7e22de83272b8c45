/// Paths of our own drawings, which have straight lines alone, and circles.
module internal SparsePlugins.Paper.PdfPath

open System
open System.Globalization
open System.Text.RegularExpressions
open SparsePlugins.Figures

let private tokens = Regex @"[MLhvHVZz]|-?\d+(?:\.\d+)?"

let private number (text: string) =
    Double.Parse(text, CultureInfo.InvariantCulture)

/// The operators of a path. `place` turns a point of the drawing into one of the page, as text.
let ofData (place: float * float -> string) (data: string) =
    let rec follow (x, y) (command: string) (rest: string list) =
        match command, rest with
        | _, [] -> []
        | _, token :: rest when Char.IsLetter token[0] ->
            if token = "Z" || token = "z" then
                "h" :: follow (x, y) "" rest
            else
                follow (x, y) token rest
        | "M", first :: second :: rest ->
            let next = number first, number second
            $"{place next} m" :: follow next "L" rest
        | "L", first :: second :: rest ->
            let next = number first, number second
            $"{place next} l" :: follow next "L" rest
        | "h", first :: rest ->
            let next = x + number first, y
            $"{place next} l" :: follow next "h" rest
        | "v", first :: rest ->
            let next = x, y + number first
            $"{place next} l" :: follow next "v" rest
        | command, token :: _ ->
            invalidArg (nameof data) $"a path has '{command}' before '{token}', which figures do not draw"

    let found = [ for token in tokens.Matches data -> token.Value ]
    String.Join(" ", follow (0.0, 0.0) "" found)

/// A quarter of a circle as a curve of third order has its handles at this share of the radius.
let private handle = 0.5523

let circle (place: float * float -> string) (x, y) radius =
    let h = handle * radius

    [
        $"{place (x + radius, y)} m"
        $"{place (x + radius, y + h)} {place (x + h, y + radius)} {place (x, y + radius)} c"
        $"{place (x - h, y + radius)} {place (x - radius, y + h)} {place (x - radius, y)} c"
        $"{place (x - radius, y - h)} {place (x - h, y - radius)} {place (x, y - radius)} c"
        $"{place (x + h, y - radius)} {place (x + radius, y - h)} {place (x + radius, y)} c h"
    ]
    |> String.concat " "

let rectangle (place: float * float -> string) (x, y) (width: float, height: float) =
    $"{place (x, y + height)} {Svg.number width} {Svg.number height} re"
