/// A chart as a drawing.
module SparsePlugins.Figures.ChartFigure

open System
open SparsePlugins.Figures.Chart

let private left, private right, private top = 70.0, 602.0, 92.0
let private legendLeft = right + 22.0
let private legendLine = 15.0

type private Frame =
    {
        Bottom: float
        ValueAxis: Scale.Scale
        LegendWidth: float
    }

    member frame.Y value =
        frame.ValueAxis.Place (frame.Bottom, top) value |> max top |> min frame.Bottom

let private names (chart: Chart) =
    [ for series in chart.Series -> series.Name ]
    @ [ for level in chart.Levels -> level.Name ]

let private wrapped width name = Lettering.wrap 12.0 (width - 36.0) name

let private heightOf lines =
    legendLine * float (List.length lines) + 5.0

let private layOut chart =
    let widest = names chart |> List.map (Lettering.width 12.0) |> List.fold max 0.0

    let width = min 250.0 (max 96.0 (widest + 38.0))
    let legend = names chart |> List.sumBy (wrapped width >> heightOf)

    {
        Bottom = top + max 280.0 legend
        ValueAxis = valueAxis chart
        LegendWidth = width
    }

let private x (chart: Chart) value = chart.XAxis.Place (left, right) value

/// Marks of the index-th series stand beside those of the others.
let private shift (chart: Chart) index =
    chart.Apart * (float index - float (chart.Series.Length - 1) / 2.0)

let private grid (frame: Frame) chart =
    [
        for value in frame.ValueAxis.Ticks do
            let y = frame.Y value
            Svg.line (left, y) (right, y) [ "stroke", Palette.grid ]

            Svg.text
                (left - 8.0, y + 4.0)
                (Sheet.label "end" 12.0 Palette.faint)
                (if frame.ValueAxis.Upper >= 20000.0 then
                     TickText.short value
                 else
                     TickText.label frame.ValueAxis value)
        for value in chart.XAxis.Ticks do
            let x = x chart value
            Svg.line (x, top) (x, frame.Bottom) [ "stroke", Palette.grid ]
        Svg.line (left, frame.Bottom) (right, frame.Bottom) [ "stroke", Palette.faint ]
    ]

/// Labels that would touch the one before them are left out.
let private xLabels (frame: Frame) chart =
    let folder (last, drawn) value =
        let text = TickText.short value
        let half = Lettering.width 12.0 text / 2.0
        let x = x chart value

        if x - half < last + 4.0 then
            last, drawn
        else
            let label =
                Svg.text (x, frame.Bottom + 18.0) (Sheet.label "middle" 12.0 Palette.faint) text

            x + half, label :: drawn

    chart.XAxis.Ticks |> List.fold folder (-infinity, []) |> snd |> List.rev

let private captions (frame: Frame) chart =
    [
        Svg.text (left, top - 16.0) (Sheet.label "start" 12.0 Palette.ink) chart.YLabel
        Svg.text ((left + right) / 2.0, frame.Bottom + 40.0) (Sheet.label "middle" 12.0 Palette.ink) chart.XLabel
    ]

let private level (frame: Frame) (level: Level) =
    let y = frame.Y level.Value

    [
        if Double.IsFinite level.Lower && Double.IsFinite level.Upper then
            let upper, lower = frame.Y level.Upper, frame.Y level.Lower

            let area =
                Svg.numeric [ "x", left; "y", upper; "width", right - left; "height", lower - upper ]

            Element("rect", area @ [ "fill", level.Style.Color; "fill-opacity", "0.12" ], [])
        Svg.line (left, y) (right, y) (Curves.stroke level.Style)
    ]

let private whisker (frame: Frame) x (style: Palette.Style) (mark: Mark) =
    if Double.IsFinite mark.Lower && Double.IsFinite mark.Upper then
        let lower, upper = frame.Y mark.Lower, frame.Y mark.Upper

        let line from upTo =
            Svg.line from upTo [ "stroke", style.Color; "stroke-width", "1.4" ]

        [
            line (x, lower) (x, upper)
            line (x - 3.0, lower) (x + 3.0, lower)
            line (x - 3.0, upper) (x + 3.0, upper)
        ]
    else
        []

let private series (frame: Frame) chart index (series: MarkSeries) =
    let place value = x chart value + shift chart index
    let marks = series.Marks |> List.filter isDrawn

    let path =
        series.Line
        |> List.filter (fun (_, y) -> Double.IsFinite y)
        |> List.map (fun (x, y) -> place x, frame.Y y)

    [
        if path.Length > 1 then
            Svg.path (Svg.polyline path) ([ "fill", "none"; "stroke-linejoin", "round" ] @ Curves.stroke series.Style)
    ]
    @ List.collect (fun (mark: Mark) -> whisker frame (place mark.X) series.Style mark) marks
    @ List.map (fun (mark: Mark) -> Markers.draw index series.Style (place mark.X, frame.Y mark.Y)) marks

let private legend (frame: Frame) (chart: Chart) =
    let sample y (style: Palette.Style) =
        Svg.line (legendLeft, y - 4.0) (legendLeft + 28.0, y - 4.0) (Curves.stroke style)

    let entries =
        (chart.Series
         |> List.mapi (fun index series ->
             series.Name,
             fun y ->
                 [
                     if series.Line.Length > 1 then
                         sample y series.Style
                     Markers.draw index series.Style (legendLeft + 14.0, y - 4.0)
                 ]))
        @ (chart.Levels
           |> List.map (fun level ->
               level.Name,
               fun y ->
                   let area =
                       Svg.numeric [ "x", legendLeft; "y", y - 10.0; "width", 28.0; "height", 12.0 ]

                   [
                       Element("rect", area @ [ "fill", level.Style.Color; "fill-opacity", "0.12" ], [])
                       sample y level.Style
                   ]))

    let lines = entries |> List.map (fst >> wrapped frame.LegendWidth)
    let tops = lines |> List.scan (fun y lines -> y + heightOf lines) (top + 12.0)

    List.zip3 (List.take entries.Length tops) (List.map snd entries) lines
    |> List.collect (fun (y, symbol, lines) ->
        symbol y
        @ (lines
           |> List.mapi (fun i text ->
               Svg.text (legendLeft + 36.0, y + legendLine * float i) (Sheet.label "start" 12.0 Palette.ink) text)))

/// The whole drawing.
let draw (chart: Chart) =
    let frame = layOut chart
    let width = legendLeft + frame.LegendWidth + 16.0

    Sheet.draw
        (width, frame.Bottom + 52.0)
        chart.Title
        chart.Description
        [
            Svg.group [] (Sheet.heading left width chart.Title chart.Subtitle)
            Svg.group [] (grid frame chart @ xLabels frame chart @ captions frame chart)
            Svg.group [] (List.collect (level frame) chart.Levels)
            Svg.group [] (chart.Series |> List.mapi (series frame chart) |> List.concat)
            Svg.group [] (legend frame chart)
        ]
