/// Where the parts of a figure lie, in pixels, and the axes between them.
module SparsePlugins.Figures.Frame

open SparsePlugins.Figures.Plot

let private rowHeight = 19.0
let private legendLine = 15.0

/// The widest name of a row; longer ones lose their middle.
let mostName = 210.0

type Frame =
    {
        Left: float
        Right: float
        Top: float
        Bottom: float
        /// Where the rows of each panel begin and end.
        Panels: (float * float) list
        /// The lowest of all: of the panels, or of the curves where there is none.
        Lowest: float
        LegendLeft: float
        LegendWidth: float
        /// Where the numbers of the panels' rows stand, behind their names.
        NoteLeft: float
        Width: float
        Height: float
        StepAxis: Scale.Scale
        ValueAxis: Scale.Scale
    }

    member frame.X step =
        frame.StepAxis.Place (frame.Left, frame.Right) step

    member frame.Y value =
        // The lower edge of a band may lie below zero, which has no place on a logarithmic axis.
        let value =
            if frame.ValueAxis.IsLogarithmic then
                max frame.ValueAxis.Lower value
            else
                value

        frame.ValueAxis.Place (frame.Bottom, frame.Top) value

    /// The middle of a row of a panel that begins at `top`.
    member _.Row top index = top + rowHeight * (float index + 0.5)

/// A legend's entries, each broken into lines.
let legendLines (frame: Frame) (plot: Plot) =
    plot.Series
    |> List.map (fun series -> Lettering.wrap 12.0 (frame.LegendWidth - 36.0) series.Name)

let legendHeight entries =
    entries
    |> List.sumBy (fun lines -> legendLine * float (List.length lines) + 5.0)

/// Gives every part its place.
let layOut (plot: Plot) =
    let lastStep =
        plot.Series |> List.collect _.Points |> List.map _.Step |> List.fold max 0.0

    let widest =
        plot.Series
        |> List.map (fun series -> Lettering.width 12.0 series.Name)
        |> List.fold max 0.0

    let reaches = plot.Panels |> List.collect _.Reaches

    let widestOf (text: Reach -> string) =
        reaches |> List.map (text >> Lettering.width 11.0) |> List.fold max 0.0

    let left, right, top = 62.0, 602.0, 70.0
    let legendLeft = right + (if plot.Thresholds.IsEmpty then 20.0 else 56.0)
    let legendWidth = min 250.0 (max 96.0 (widest + 38.0))

    let noteLeft = right + 13.0 + min mostName (widestOf _.Name) + 14.0

    let frame =
        {
            Left = left
            Right = right
            Top = top
            Bottom = top + 300.0
            Panels = []
            Lowest = 0.0
            LegendLeft = legendLeft
            LegendWidth = legendWidth
            NoteLeft = noteLeft
            Width = max (legendLeft + legendWidth) (noteLeft + widestOf _.Note) + 16.0
            Height = 0.0
            StepAxis = Scale.fromZero 7 lastStep
            ValueAxis = ValueRange.axis plot
        }

    let bottom = top + max 300.0 (legendHeight (legendLines frame plot))

    let panels =
        plot.Panels
        |> List.scan
            (fun (_, bottom) panel -> bottom + 36.0, bottom + 36.0 + rowHeight * float panel.Reaches.Length)
            (bottom, bottom)

    let lowest = panels |> List.last |> snd

    { frame with
        Bottom = bottom
        Panels = List.tail panels
        Lowest = lowest
        Height = lowest + 52.0
    }

let private gridLine from upTo =
    Svg.line from upTo [ "stroke", Palette.grid ]

let private valueTick (frame: Frame) value =
    let y = frame.Y value

    [
        gridLine (frame.Left, y) (frame.Right, y)
        Svg.text
            (frame.Left - 8.0, y + 4.0)
            (Sheet.label "end" 12.0 Palette.faint)
            (TickText.label frame.ValueAxis value)
    ]

let private stepTick (frame: Frame) step =
    let x = frame.X step

    [
        for top, bottom in (frame.Top, frame.Bottom) :: frame.Panels do
            gridLine (x, top) (x, bottom)
        Svg.text (x, frame.Lowest + 18.0) (Sheet.label "middle" 12.0 Palette.faint) (TickText.label frame.StepAxis step)
    ]

/// Grid and ticks.
let draw (frame: Frame) (plot: Plot) =
    let middle = (frame.Left + frame.Right) / 2.0

    List.collect (valueTick frame) frame.ValueAxis.Ticks
    @ List.collect (stepTick frame) frame.StepAxis.Ticks
    @ [
        Svg.line (frame.Left, frame.Bottom) (frame.Right, frame.Bottom) [ "stroke", Palette.faint ]
        Svg.text (middle, frame.Lowest + 40.0) (Sheet.label "middle" 12.0 Palette.ink) plot.StepLabel
    ]
