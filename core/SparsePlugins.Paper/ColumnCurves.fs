/// Curves over training in one column.
module internal SparsePlugins.Paper.ColumnCurves

open SparsePlugins.Figures
open SparsePlugins.Figures.Plot
open SparsePlugins.Statistics

let private top, private plotHeight, private legendLine = 14.0, 112.0, 10.0

type private Frame =
    {
        Left: float
        Right: float
        Steps: Scale.Scale
        Values: Scale.Scale
    }

    member frame.X step =
        frame.Steps.Place (frame.Left, frame.Right) step

    /// Kept within the axes, as nothing is clipped.
    member frame.Y value =
        let inside = value |> max frame.Values.Lower |> min frame.Values.Upper
        frame.Values.Place (top + plotHeight, top) inside

let private layOut (plot: Plot) =
    let values = ValueRange.axis plot

    let ticks =
        values.Ticks
        |> List.map (TickText.label values >> PdfFont.width Column.small)
        |> List.fold max 0.0

    let last =
        plot.Series |> List.collect _.Points |> List.map _.Step |> List.fold max 0.0

    {
        Left = ticks + 6.0
        Right = Column.width - (if plot.Thresholds.IsEmpty then 8.0 else 22.0)
        Steps = Scale.fromZero 5 last
        Values = values
    }

let private axes (frame: Frame) (plot: Plot) =
    let bottom = top + plotHeight

    [
        for tick in frame.Values.Ticks do
            let y = frame.Y tick
            Svg.line (frame.Left, y) (frame.Right, y) [ "stroke", Palette.grid; "stroke-width", "0.5" ]

            Svg.text
                (frame.Left - 3.0, y + 2.5)
                (Column.label "end" Column.small Palette.faint)
                (TickText.label frame.Values tick)
        for tick in frame.Steps.Ticks do
            Svg.text
                (frame.X tick, bottom + 9.0)
                (Column.label "middle" Column.small Palette.faint)
                (TickText.label frame.Steps tick)
        Svg.line (frame.Left, bottom) (frame.Right, bottom) [ "stroke", Palette.faint; "stroke-width", "0.6" ]
        Svg.text
            ((frame.Left + frame.Right) / 2.0, bottom + 19.0)
            (Column.label "middle" Column.size Palette.ink)
            plot.StepLabel
    ]

let private thresholds (frame: Frame) (plot: Plot) =
    plot.Thresholds
    |> List.distinct
    |> List.collect (fun value ->
        let y = frame.Y value

        [
            Svg.line (frame.Left, y) (frame.Right, y) [ "stroke", Palette.faint; "stroke-width", "0.4" ]
            Svg.text
                (frame.Right + 2.0, y + 2.4)
                (Column.label "start" Column.small Palette.faint)
                (Numbers.exact value)
        ])

let private path (frame: Frame) (points: Point list) sign =
    points
    |> List.map (fun point -> frame.X point.Step, frame.Y(point.Mean + sign * bandOf point))

let private band (frame: Frame) (series: Series) =
    let points = series.Points |> List.filter isDrawn

    match points |> List.filter (fun point -> bandOf point > 0.0) with
    | [] -> []
    | _ ->
        let outline = path frame points 1.0 @ List.rev (path frame points -1.0)

        [
            Svg.path (Svg.polyline outline + "Z") [ "fill", series.Style.Color; "fill-opacity", "0.16" ]
        ]

let private line (frame: Frame) (series: Series) =
    match series.Points |> List.filter isDrawn with
    | [] -> []
    | points ->
        [
            Svg.path (Svg.polyline (path frame points 0.0)) ([ "fill", "none" ] @ Column.stroke series.Style)
        ]

/// In two columns below the axes, where both have room for their names.
let private legend y (plot: Plot) =
    let half = Column.width / 2.0

    let isNarrow =
        plot.Series
        |> List.forall (fun series -> Lettering.width Column.size series.Name <= half - 28.0)

    let columns, room = if isNarrow then 2, half - 28.0 else 1, Column.width - 28.0

    let entries =
        plot.Series
        |> List.mapi (fun index series ->
            let x = float (index % columns) * half + 2.0
            let y = y + legendLine * float (index / columns)

            [
                Svg.line (x, y - 2.5) (x + 18.0, y - 2.5) (Column.stroke series.Style)
                Svg.text
                    (x + 22.0, y)
                    (Column.label "start" Column.size Palette.ink)
                    (Column.cut Column.size room series.Name)
            ])
        |> List.concat

    entries, legendLine * float ((plot.Series.Length + columns - 1) / columns)

/// The drawing and its height in points; `valueLabel` names the values.
let draw (valueLabel: string) (plot: Plot) =
    let frame = layOut plot
    let entries, below = legend (top + plotHeight + 33.0) plot
    let height = top + plotHeight + 27.0 + below

    Column.sheet
        height
        plot.Description
        [
            Svg.text (0.0, 7.5) (Column.label "start" Column.size Palette.ink) valueLabel
            Svg.group [] (axes frame plot)
            Svg.group [] (thresholds frame plot)
            Svg.group [] (plot.Series |> List.collect (band frame))
            Svg.group [] (plot.Series |> List.rev |> List.collect (line frame))
            Svg.group [] entries
        ],
    height
