/// Bands, lines, thresholds and their legend.
module SparsePlugins.Figures.Curves

open SparsePlugins.Statistics
open SparsePlugins.Figures.Frame
open SparsePlugins.Figures.Plot

/// Runs of neighbouring points that satisfy a rule.
let private stretches rule points =
    let folder point (current, finished) =
        if rule point then point :: current, finished
        elif List.isEmpty current then [], finished
        else [], current :: finished

    match List.foldBack folder points ([], []) with
    | [], finished -> finished
    | current, finished -> current :: finished

let private band (frame: Frame) (series: Series) =
    let edge sign points =
        points
        |> List.map (fun point -> frame.X point.Step, frame.Y(point.Mean + sign * point.HalfWidth))

    series.Points
    |> stretches (fun point -> isDrawn point && System.Double.IsFinite point.HalfWidth)
    |> List.map (fun points ->
        let outline = edge 1.0 points @ List.rev (edge -1.0 points)
        Svg.path (Svg.polyline outline + "Z") [ "fill", series.Style.Color; "fill-opacity", "0.16" ])

let stroke (style: Palette.Style) =
    [
        "stroke", style.Color
        "stroke-width", Svg.number style.Width
        if style.Dash <> "" then
            "stroke-dasharray", style.Dash
    ]

let private line (frame: Frame) (series: Series) =
    series.Points
    |> stretches isDrawn
    |> List.map (fun points ->
        let path = points |> List.map (fun point -> frame.X point.Step, frame.Y point.Mean)

        Svg.path (Svg.polyline path) ([ "fill", "none"; "stroke-linejoin", "round" ] @ stroke series.Style))

/// So many measurements or fewer are marked each: a straight line between two of them is no measurement.
let private fewPoints = 12

let private dot (frame: Frame) (series: Series) point =
    Svg.circle
        (frame.X point.Step, frame.Y point.Mean)
        3.5
        [ "fill", series.Style.Color; "stroke", "#ffffff"; "stroke-width", "1" ]

/// The last point, where runs may have stopped before others; all of them where few were measured.
let private dots (frame: Frame) (series: Series) =
    let drawn = series.Points |> List.filter isDrawn

    if drawn.Length <= fewPoints then
        drawn
    else
        [ List.last drawn ]
    |> List.filter (fun point -> point.Mean >= frame.ValueAxis.Lower && point.Mean <= frame.ValueAxis.Upper)
    |> List.map (dot frame series)

/// Thin lines whose labels, at the right, are moved apart and led back.
let thresholds (frame: Frame) (plot: Plot) =
    let ordered = plot.Thresholds |> List.distinct |> List.sortDescending
    let wanted = ordered |> List.map frame.Y
    // The labels stand around their lines, not below them.
    let lift = 6.5 * float (ordered.Length - 1) / 2.0

    let places =
        Lettering.spread 13.0 (frame.Bottom - 4.0) (wanted |> List.map (fun y -> y - lift))

    List.zip3 ordered wanted places
    |> List.collect (fun (value, y, place) ->
        [
            Svg.line
                (frame.Left, y)
                (frame.Right, y)
                [ "stroke", Palette.faint; "stroke-width", "0.8"; "stroke-opacity", "0.8" ]
            Svg.path
                (Svg.polyline [ frame.Right, y; frame.Right + 4.0, y; frame.Right + 10.0, place ])
                [ "fill", "none"; "stroke", Palette.faint; "stroke-width", "0.8" ]
            Svg.text
                (frame.Right + 13.0, place + 4.0)
                [ "font-size", "11"; "fill", Palette.faint ]
                (Numbers.exact value)
        ])

/// Bands below all lines, and the best line on top of the others.
let draw (frame: Frame) (plot: Plot) =
    let series = List.rev plot.Series

    let area =
        Svg.numeric
            [
                "x", frame.Left
                "y", frame.Top
                "width", frame.Right - frame.Left
                "height", frame.Bottom - frame.Top
            ]

    [
        Element("clipPath", [ "id", "area" ], [ Element("rect", area, []) ])
        Svg.group [ "clip-path", "url(#area)" ] (List.collect (band frame) series @ List.collect (line frame) series)
    ]
    @ List.collect (dots frame) series

let private legendEntry (frame: Frame) y (series: Series) lines =
    let x = frame.LegendLeft

    Svg.line (x, y - 4.0) (x + 28.0, y - 4.0) (stroke series.Style)
    :: (lines
        |> List.mapi (fun i text ->
            Svg.text (x + 36.0, y + 15.0 * float i) [ "font-size", "12"; "fill", Palette.ink ] text))

/// Samples of the lines with their names, in the order in which the lines lie.
let legend (frame: Frame) (plot: Plot) =
    let entries = legendLines frame plot

    let tops =
        entries
        |> List.scan (fun y lines -> y + legendHeight [ lines ]) (frame.Top + 12.0)

    List.zip3 (List.take entries.Length tops) plot.Series entries
    |> List.collect (fun (y, series, lines) -> legendEntry frame y series lines)
