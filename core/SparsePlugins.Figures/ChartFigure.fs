/// A chart as a drawing.
module SparsePlugins.Figures.ChartFigure

open System
open SparsePlugins.Figures.Chart

let private left, private right, private top = 70.0, 602.0, 92.0
let private legendLeft = right + 22.0
let private legendLine = 15.0
let private tickRow = 14.0

type private Frame =
    {
        Bottom: float
        /// Of the sheet.
        Floor: float
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

let private x (chart: Chart) value = chart.XAxis.Place (left, right) value

/// The ticks by the row of their label, of two: one that would touch its neighbour stands lower, and where there is no room either
/// it is left out.
let private xLabelRows chart =
    let place (ends: float list, placed) value =
        let half = Lettering.width 12.0 (TickText.short value) / 2.0
        let x = x chart value

        match ends |> List.tryFindIndex (fun last -> x - half >= last + 4.0) with
        | Some row -> List.updateAt row (x + half) ends, (row, value) :: placed
        | None -> ends, placed

    chart.XAxis.Ticks
    |> List.fold place ([ -infinity; -infinity ], [])
    |> snd
    |> List.rev

let private layOut chart =
    let widest = names chart |> List.map (Lettering.width 12.0) |> List.fold max 0.0

    let width = min 250.0 (max 96.0 (widest + 38.0))
    let legend = names chart |> List.sumBy (wrapped width >> heightOf)

    let bottom = top + max 280.0 legend
    let lowestRow = xLabelRows chart |> List.map fst |> List.fold max 0

    {
        Bottom = bottom
        Floor = bottom + 52.0 + tickRow * float lowestRow
        ValueAxis = valueAxis chart
        LegendWidth = width
    }

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

let private xLabels (frame: Frame) chart =
    [
        for row, value in xLabelRows chart do
            Svg.text
                (x chart value, frame.Bottom + 18.0 + tickRow * float row)
                (Sheet.label "middle" 12.0 Palette.faint)
                (TickText.short value)
    ]

let private captions (frame: Frame) chart =
    [
        Svg.text (left, top - 16.0) (Sheet.label "start" 12.0 Palette.ink) chart.YLabel
        Svg.text ((left + right) / 2.0, frame.Floor - 12.0) (Sheet.label "middle" 12.0 Palette.ink) chart.XLabel
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
    |> Sheet.ofVariants [ level.Name ]

let private whisker (frame: Frame) x (style: Palette.Style) (mark: Mark) =
    if Double.IsFinite mark.Lower && Double.IsFinite mark.Upper then
        let lower, upper = frame.Y mark.Lower, frame.Y mark.Upper

        let line from upTo =
            Svg.line from upTo [ "stroke", style.Color; "stroke-width", "1.4" ]

        let ending isOutside side y =
            if isOutside then
                Markers.arrow style.Color side (x, y)
            else
                line (x - 3.0, y) (x + 3.0, y)

        [
            line (x, lower) (x, upper)
            ending (mark.Lower < frame.ValueAxis.Lower) Markers.Downwards lower
            ending (mark.Upper > frame.ValueAxis.Upper) Markers.Upwards upper
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
            |> List.singleton
            |> Sheet.ofVariants (variantsOf series)
        for mark in marks do
            whisker frame (place mark.X) series.Style mark
            @ [ Markers.draw index series.Style (place mark.X, frame.Y mark.Y) ]
            |> Sheet.ofVariants [ mark.Variant ]
    ]

let private legend (frame: Frame) (chart: Chart) =
    let sample y (style: Palette.Style) =
        Svg.line (legendLeft, y - 4.0) (legendLeft + 28.0, y - 4.0) (Curves.stroke style)

    let entries =
        (chart.Series
         |> List.mapi (fun index series ->
             (series.Name, variantsOf series),
             fun y ->
                 [
                     if series.Line.Length > 1 then
                         sample y series.Style
                     Markers.draw index series.Style (legendLeft + 14.0, y - 4.0)
                 ]))
        @ (chart.Levels
           |> List.map (fun level ->
               (level.Name, [ level.Name ]),
               fun y ->
                   let area =
                       Svg.numeric [ "x", legendLeft; "y", y - 10.0; "width", 28.0; "height", 12.0 ]

                   [
                       Element("rect", area @ [ "fill", level.Style.Color; "fill-opacity", "0.12" ], [])
                       sample y level.Style
                   ]))

    let lines = entries |> List.map (fst >> fst >> wrapped frame.LegendWidth)
    let tops = lines |> List.scan (fun y lines -> y + heightOf lines) (top + 12.0)

    List.zip3 (List.take entries.Length tops) entries lines
    |> List.map (fun (y, ((_, variants), symbol), lines) ->
        symbol y
        @ (lines
           |> List.mapi (fun i text ->
               Svg.text (legendLeft + 36.0, y + legendLine * float i) (Sheet.label "start" 12.0 Palette.ink) text))
        |> Sheet.ofVariants variants)

/// The whole drawing.
let draw (chart: Chart) =
    let frame = layOut chart
    let width = legendLeft + frame.LegendWidth + 16.0

    Sheet.draw
        (width, frame.Floor)
        left
        {
            Title = chart.Title
            Subtitle = chart.Subtitle
            Description = chart.Description
        }
        [
            Svg.group [] (grid frame chart @ xLabels frame chart @ captions frame chart)
            Svg.group [] (List.map (level frame) chart.Levels)
            Svg.group [] (chart.Series |> List.mapi (series frame chart) |> List.concat)
            Svg.group [] (legend frame chart)
        ]
