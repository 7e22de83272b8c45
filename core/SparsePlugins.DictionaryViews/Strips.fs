/// A strip for every variant, whose cells are the darker the larger their value is.
module internal SparsePlugins.DictionaryViews.Strips

open SparsePlugins.Figures
open SparsePlugins.DictionaryViews.Rows

type Strips =
    {
        Words: Sheet.Words
        AxisLabel: string
        /// At places from 0, the first cell, to 1, the end of the last.
        Ticks: (float * string) list
        /// Values from 0 to 1; NaN is left blank.
        Rows: Row<float list> list
    }

let private middle, private rowHeight = 512.0, 22.0

/// Steps of the ramp from white to dark, in which grey printers and colour-blind readers see the same order.
let private ramp =
    [|
        "#f1f5f9"
        "#d6e4f0"
        "#b3cee3"
        "#89b3d4"
        "#5c95c2"
        "#3477ab"
        "#175a8d"
        "#08406b"
        "#042747"
    |]

/// Values up to here are the lightest.
let private lightest = 0.2

let private level value =
    let share = (value - lightest) / (1.0 - lightest)
    int (share * float ramp.Length) |> max 0 |> min (ramp.Length - 1)

/// Neighbours of one level as one rectangle.
let private runs (values: float list) =
    values
    |> List.indexed
    |> List.filter (snd >> System.Double.IsNaN >> not)
    |> List.fold
        (fun found (index, value) ->
            match found with
            | (first, last, shade) :: rest when shade = level value && last = index - 1 ->
                (first, index, shade) :: rest
            | _ -> (index, index, level value) :: found)
        []
    |> List.rev

let private rect (x, y) (width, height) color =
    Element(
        "rect",
        Svg.numeric [ "x", x; "y", y; "width", width; "height", height ]
        @ [ "fill", color ],
        []
    )

let private strip (frame: Frame) index (row: Row<float list>) =
    let width = (frame.Right - frame.Left) / float row.Content.Length

    runs row.Content
    |> List.map (fun (first, last, shade) ->
        rect
            (frame.Left + width * float first, frame.RowTop index + 3.0)
            (width * float (last - first + 1), rowHeight - 5.0)
            ramp[shade])

let private legend (frame: Frame) =
    let y, width = frame.Bottom + 48.0, 26.0

    let edge place =
        lightest + (1.0 - lightest) * float place / float ramp.Length

    [
        Svg.text (frame.Left - 10.0, y + 10.0) (Sheet.label "end" 11.0 Palette.faint) "cosine"
        for place, color in Array.indexed ramp do
            rect (frame.Left + width * float place, y) (width, 12.0) color
        for place in [ 0; 3; 6; 9 ] do
            Svg.text
                (frame.Left + width * float place, y + 25.0)
                (Sheet.label "middle" 11.0 Palette.faint)
                (if place = 0 then
                     $"≤ {Svg.number (edge 0)}"
                 else
                     Svg.number (edge place))
    ]

let draw (strips: Strips) =
    let frame = layOut middle rowHeight strips.Rows

    Rows.draw
        frame
        strips.Words
        84.0
        [
            for place, text in strips.Ticks do
                Svg.text
                    (frame.Left + (frame.Right - frame.Left) * place, frame.Bottom + 14.0)
                    (Sheet.label "middle" 11.0 Palette.faint)
                    text
            yield! labelled frame (strip frame) strips.Rows
            axisLabel frame strips.AxisLabel
            yield! legend frame
        ]
