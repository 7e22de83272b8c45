/// Rows of dictionaries as pictures: blue is positive, orange negative, white zero.
module internal SparsePlugins.DictionaryViews.Atoms

open System
open System.Text
open SparsePlugins.Figures
open SparsePlugins.DictionaryViews.Rows

/// A picture of so many columns, its values from -1 to 1 row by row.
type Atom = { Columns: int; Values: float list }

type Atoms =
    {
        Words: Sheet.Words
        /// Pictures of one size.
        Rows: Row<Atom list> list
    }

/// The side of a picture, and what lies between two.
let private side, private gap = 40.0, 6.0

/// From the most negative to the most positive; the middle is zero.
let private colors =
    [|
        "#8c3a00"
        "#d55e00"
        "#f0a36b"
        "#fadcc7"
        "#ffffff"
        "#cfe3f3"
        "#86b9dd"
        "#0072b2"
        "#003f66"
    |]

let private level value =
    let half = float (colors.Length / 2)
    int (Math.Round(half + half * value)) |> max 0 |> min (colors.Length - 1)

let private pixels columns = side / float columns

/// The cells of one level as one path, so that a picture of 64 cells takes 1 to 2 kB.
let private cells (x, y) pixel columns places =
    let text = StringBuilder()

    for place in places do
        let left = x + pixel * float (place % columns)
        let top = y + pixel * float (place / columns)

        text.Append($"M{Svg.number left} {Svg.number top}h{Svg.number pixel}v{Svg.number pixel}h-{Svg.number pixel}z")
        |> ignore

    text.ToString()

let private picture (x, y) (atom: Atom) =
    let pixel = pixels atom.Columns
    let height = pixel * ceil (float atom.Values.Length / float atom.Columns)

    let shaded =
        atom.Values
        |> List.indexed
        |> List.groupBy (snd >> level)
        |> List.filter (fun (shade, _) -> shade <> colors.Length / 2)
        |> List.sortBy fst

    [
        for shade, places in shaded do
            Svg.path
                (cells (x, y) pixel atom.Columns (List.map fst places))
                [ "fill", colors[shade]; "shape-rendering", "crispEdges" ]
        Element(
            "rect",
            Svg.numeric [ "x", x; "y", y; "width", side; "height", height ]
            @ [ "fill", "none"; "stroke", "#d1d9e0" ],
            []
        )
    ]

let draw (atoms: Atoms) =
    let most = atoms.Rows |> List.map (fun row -> row.Content.Length) |> List.max

    let tallest =
        atoms.Rows
        |> List.collect _.Content
        |> List.map (fun atom -> pixels atom.Columns * ceil (float atom.Values.Length / float atom.Columns))
        |> List.fold max side

    let frame = layOut (float most * (side + gap)) (tallest + gap) atoms.Rows

    Rows.draw
        frame
        atoms.Words
        16.0
        [
            yield!
                atoms.Rows
                |> labelled frame (fun index row ->
                    row.Content
                    |> List.mapi (fun place atom ->
                        picture (frame.Left + float place * (side + gap), frame.RowTop index) atom)
                    |> List.concat)
        ]
