/// Figures of results against the size of the problem.
module SparsePlugins.Drawings.ScalingFigures

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document

/// The line of the mean exponent through the middle of the marks.
let private fitted (row: ScalingRow) =
    let points = row.Points |> List.filter (fun point -> point.Result.Mean > 0.0)

    if row.Exponent.Count = 0 || points.IsEmpty then
        []
    else
        let middle f = points |> List.averageBy (f >> log)
        let size, result = middle _.Size, middle _.Result.Mean

        [
            for point in points -> point.Size, exp (result + row.Exponent.Mean * (log point.Size - size))
        ]

let private name (row: ScalingRow) =
    let exponent = row.Exponent

    if exponent.Count = 0 then
        $"{row.Name}: no exponent"
    elif exponent.HasInterval then
        $"{row.Name}: slope {Numbers.fixedTo 2 exponent.Mean} ± {Numbers.fixedTo 2 exponent.HalfWidth}"
    else
        $"{row.Name}: slope {Numbers.fixedTo 2 exponent.Mean}"

let private series style (row: ScalingRow) : Chart.MarkSeries =
    {
        Name = name row
        Style = style
        Marks = [ for point in row.Points -> Chart.mark row.Name point.Size point.Result ]
        Line = fitted row
    }

let private chart (scaling: Scaling) : Chart.Chart =
    let sizes =
        scaling.Rows
        |> List.collect _.Points
        |> List.map _.Size
        |> List.distinct
        |> List.sort

    let names = scaling.Rows |> List.map _.Name |> String.concat ", "
    let where = if scaling.Where = "" then "" else $", {scaling.Where}"

    let companions =
        match scaling.With with
        | [] -> ""
        | names -> $"""; with it change {String.Join(", ", names)}"""

    {
        Title = $"{scaling.Title} by {scaling.Axis}{where}"
        Subtitle = "mean over seeds and 95 % interval; lines have the fitted slope, which the legend gives"
        Description =
            $"{scaling.Title} against {scaling.Axis}, both on a logarithmic scale, with a fitted exponent each, for {names}; the report's table holds the numbers."
        XLabel = $"{scaling.Axis} (log scale{companions})"
        YLabel = $"{BetterSide.Lower.Directed scaling.Title} (log scale)"
        XAxis = Scale.at true sizes
        IsLogarithmicY = true
        Series =
            List.map2
                series
                (Palette.styles
                    [
                        for row in scaling.Rows -> if row.IsBaseline then Palette.Baseline else Palette.Other
                    ])
                scaling.Rows
        Levels = []
        Apart = 5.0
    }

/// Whether anything is to be drawn.
let private isDrawn (scaling: Scaling) =
    scaling.Rows |> List.exists (fun row -> row.Exponent.Count > 0)

/// The figure of a scaling, one of several.
let ofScaling index (scaling: Scaling) =
    if isDrawn scaling then
        let chart = chart scaling

        [
            {
                Path = $"figures/scaling-{index + 1}.svg"
                Title = chart.Title
                Drawing = Still(ChartFigure.draw chart)
            }
        ]
    else
        []
