/// A grid of results: a row for every setting, a column for every variant.
module SparsePlugins.Figures.HeatMap

open System

type Cell =
    {
        /// The result in digits.
        Text: string
        /// The effect against the baseline, with the mark of its verdict; empty for the baseline.
        Note: string
        /// From -1, worst, to 1, best; NaN where nothing is compared.
        Effect: float
        IsBest: bool
    }

type HeatMap =
    {
        Title: string
        Subtitle: string
        /// For readers who hear the figure.
        Description: string
        /// A variant each, with the name that stands above it.
        Columns: (string * string) list
        Rows: (string * Cell list) list
    }

let private top, private rowHeight, private line, private gap =
    70.0, 24.0, 13.0, 3.0

/// The widest label of a row, and the least and the most of a column.
let private mostLabel, private leastColumn, private mostColumn = 330.0, 70.0, 150.0

/// Colours of worse and better; text on them stays readable in light and in dark, since they cover less than half of the ground.
let private worse, private better, private deepest = "#D55E00", "#0072B2", 0.45

type private Frame =
    {
        Left: float
        Column: float
        /// The names of the columns in lines.
        Heads: string list list
        Top: float
    }

let private cellText (cell: Cell) =
    if cell.Note = "" then
        cell.Text
    else
        $"{cell.Text}  {cell.Note}"

let private widest texts =
    texts |> List.map (Lettering.width 12.0) |> List.fold max 0.0

let private layOut (map: HeatMap) =
    let cells = map.Rows |> List.collect snd |> List.map cellText |> widest
    let names = map.Columns |> List.map snd |> widest |> min mostColumn
    let column = max leastColumn (max (cells + 16.0) (names + 12.0))
    let heads = map.Columns |> List.map (snd >> Lettering.wrap 12.0 (column - 8.0))
    let lines = heads |> List.map List.length |> List.fold max 1

    {
        Left = 24.0 + min mostLabel (map.Rows |> List.map fst |> widest)
        Column = column
        Heads = heads
        Top = top + line * float lines + 8.0
    }

let private head (frame: Frame) index ((variant, _), lines: string list) =
    let x = frame.Left + frame.Column * (float index + 0.5)
    let first = frame.Top - 8.0 - line * float (lines.Length - 1)

    lines
    |> List.mapi (fun place text ->
        Svg.text (x, first + line * float place) (Sheet.label "middle" 12.0 Palette.ink) text)
    |> Sheet.ofVariants [ variant ]

let private box (x, y) width attributes =
    let place =
        Svg.numeric [ "x", x; "y", y; "width", width; "height", rowHeight - gap; "rx", 3.0 ]

    Element("rect", place @ attributes, [])

let private fill (effect: float) =
    if Double.IsFinite effect && effect <> 0.0 then
        [
            "fill", (if effect > 0.0 then better else worse)
            "fill-opacity", Svg.number (deepest * min 1.0 (abs effect))
        ]
    else
        [ "fill", Palette.grid; "fill-opacity", "0.5" ]

let private cell (frame: Frame) y index ((variant, _), cell: Cell) =
    let x = frame.Left + frame.Column * float index

    [
        box (x + gap / 2.0, y) (frame.Column - gap) (fill cell.Effect)
        if cell.IsBest then
            box (x + gap / 2.0, y) (frame.Column - gap) [ "fill", "none"; "stroke", Palette.ink; "stroke-width", "2" ]
        Svg.text (x + frame.Column / 2.0, y + 14.5) (Sheet.label "middle" 12.0 Palette.ink) (cellText cell)
    ]
    |> Sheet.ofVariants [ variant ]

let private row (frame: Frame) columns index (name, cells) =
    let y = frame.Top + rowHeight * float index

    Svg.text
        (frame.Left - 8.0, y + 14.5)
        (Sheet.label "end" 12.0 Palette.ink)
        (Lettering.cutMiddle 12.0 (frame.Left - 16.0) name)
    :: (List.zip columns cells |> List.mapi (cell frame y))

/// The whole drawing.
let draw (map: HeatMap) =
    let frame = layOut map
    let width = frame.Left + frame.Column * float map.Columns.Length + 16.0

    Sheet.draw
        (max 420.0 width, frame.Top + rowHeight * float map.Rows.Length + 14.0)
        16.0
        {
            Title = map.Title
            Subtitle = map.Subtitle
            Description = map.Description
        }
        [
            Svg.group [] (List.zip map.Columns frame.Heads |> List.mapi (head frame))
            Svg.group [] (map.Rows |> List.mapi (row frame map.Columns) |> List.concat)
        ]
