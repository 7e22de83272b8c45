/// Differences with their intervals, one under the other.
module SparsePlugins.Figures.Forest

open System
open SparsePlugins.Statistics

type Row =
    {
        Name: string
        /// The mean with the interval of Student's t.
        Difference: Estimate
        Bootstrap: Interval
        /// The verdict.
        Note: string
        /// Whether the verdict claims a difference.
        IsClaim: bool
    }

type Group = { Title: string; Rows: Row list }

type Forest =
    {
        Title: string
        Subtitle: string
        /// For readers who hear the figure.
        Description: string
        XLabel: string
        /// What the sides of zero mean.
        Sides: string * string
        Groups: Group list
    }

let private top, private plotWidth = 88.0, 380.0
let private rowHeight, private titleHeight = 19.0, 26.0

/// A semibold text of 12 pixels is as wide as a plain one of 13.
let private titleSize = 13.0

type private Frame =
    {
        Left: float
        NoteWidth: float
        Axis: Scale.Scale
        /// Where groups begin.
        Tops: float list
        Bottom: float
    }

    member frame.Right = frame.Left + plotWidth

    member frame.X value =
        frame.Axis.Place (frame.Left, frame.Right) value
        |> max frame.Left
        |> min frame.Right

let private bounds (row: Row) =
    [
        row.Difference.Mean
        row.Difference.Lower
        row.Difference.Upper
        row.Bootstrap.Lower
        row.Bootstrap.Upper
    ]
    |> List.filter Double.IsFinite

let private widest size (texts: string list) =
    texts |> List.map (Lettering.width size) |> List.fold max 0.0

let private layOut (forest: Forest) =
    let rows = forest.Groups |> List.collect _.Rows
    let values = 0.0 :: List.collect bounds rows

    let tops =
        forest.Groups
        |> List.scan (fun y group -> y + titleHeight + rowHeight * float group.Rows.Length + 6.0) top

    {
        Left =
            max (widest 12.0 (rows |> List.map _.Name)) (widest titleSize (forest.Groups |> List.map _.Title))
            |> min 300.0
            |> (+) 28.0
        NoteWidth = widest 12.0 (rows |> List.map _.Note)
        Axis = Scale.nice 6 (List.min values, List.max values)
        Tops = List.take forest.Groups.Length tops
        Bottom = List.last tops
    }

let private grid (frame: Frame) =
    [
        for value in frame.Axis.Ticks do
            let x = frame.X value

            Svg.line (x, top) (x, frame.Bottom) [ "stroke", (if value = 0.0 then Palette.faint else Palette.grid) ]

            Svg.text
                (x, frame.Bottom + 18.0)
                (Sheet.label "middle" 12.0 Palette.faint)
                (TickText.label frame.Axis value)
    ]

/// What the sides mean, each on its side of zero, where there is room for it.
let private sides (frame: Frame) (below: string, above: string) =
    let zero = frame.X 0.0

    let text x anchor words room =
        if Lettering.width 12.0 words < room then
            [ Svg.text (x, top - 8.0) (Sheet.label anchor 12.0 Palette.faint) words ]
        else
            []

    text (zero - 8.0) "end" $"← {below}" (zero - 24.0)
    @ text (zero + 8.0) "start" $"{above} →" (frame.Right + frame.NoteWidth - zero)

let private interval (frame: Frame) y width opacity (interval: Interval) =
    if Double.IsFinite interval.Lower && Double.IsFinite interval.Upper then
        [
            Svg.line
                (frame.X interval.Lower, y)
                (frame.X interval.Upper, y)
                [
                    "stroke", Palette.ink
                    "stroke-width", Svg.number width
                    "stroke-opacity", Svg.number opacity
                ]
        ]
    else
        []

let private row (frame: Frame) y (row: Row) =
    let fill = if row.IsClaim then Palette.ink else "#ffffff"

    [
        Svg.text
            (frame.Left - 12.0, y + 4.0)
            (Sheet.label "end" 12.0 Palette.ink)
            (Lettering.cutMiddle 12.0 (frame.Left - 20.0) row.Name)
    ]
    @ interval frame y 8.0 0.18 row.Bootstrap
    @ interval frame y 1.6 1.0 row.Difference.Interval
    @ [
        Svg.circle (frame.X row.Difference.Mean, y) 4.0 [ "fill", fill; "stroke", Palette.ink; "stroke-width", "1.6" ]
        Svg.text
            (frame.Right + 14.0, y + 4.0)
            (Sheet.label "start" 12.0 (if row.IsClaim then Palette.ink else Palette.faint))
            row.Note
    ]

let private group (frame: Frame) (y, group: Group) =
    Svg.text
        (frame.Left - 12.0, y + 17.0)
        (("font-weight", "600") :: Sheet.label "end" 12.0 Palette.ink)
        (Lettering.cutMiddle titleSize (frame.Left - 20.0) group.Title)
    :: (group.Rows
        |> List.mapi (fun index one -> row frame (y + titleHeight + rowHeight * (float index + 0.5)) one)
        |> List.concat)

/// The whole drawing.
let draw (forest: Forest) =
    let frame = layOut forest

    let width =
        max (frame.Right + 14.0 + frame.NoteWidth) (16.0 + Lettering.width 12.0 forest.Subtitle)
        + 16.0

    Sheet.draw
        (width, frame.Bottom + 52.0)
        forest.Title
        forest.Description
        [
            Svg.group [] (Sheet.heading 16.0 width forest.Title forest.Subtitle)
            Svg.group [] (grid frame @ sides frame forest.Sides)
            Svg.group [] (List.zip frame.Tops forest.Groups |> List.collect (group frame))
            Svg.text
                ((frame.Left + frame.Right) / 2.0, frame.Bottom + 40.0)
                (Sheet.label "middle" 12.0 Palette.ink)
                forest.XLabel
        ]
