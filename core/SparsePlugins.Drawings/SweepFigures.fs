/// Figures of results against a numeric option.
module SparsePlugins.Drawings.SweepFigures

open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document

/// Most variants that are drawn as levels: the baseline, and those that come first.
let private mostLevels = 4

let private axis (sweep: Sweep) =
    let values = sweep.Lines |> List.collect _.Points |> List.map _.Value
    let lowest, highest = List.min values, List.max values

    if lowest > 0.0 && highest / lowest > 10.0 then
        Scale.at true (List.sort (List.distinct values)), " (log scale)"
    else
        Scale.at false (List.sort (List.distinct values)), ""

let private series (style: Palette.Style) (line: SweepLine) : Chart.MarkSeries =
    let marks =
        [
            for point in line.Points -> Chart.mark point.Variant.Name point.Value point.Result
        ]

    {
        Name = line.Name
        Style = style
        Marks = marks
        Line = [ for mark in marks -> mark.X, mark.Y ]
    }

let private levels (sweep: Sweep) =
    let baselines, others =
        sweep.References |> List.partition (fun (subject, _) -> subject.IsBaseline)

    baselines @ others |> List.truncate mostLevels

let private chart (section: Section) (sweep: Sweep) : Chart.Chart =
    let levels = levels sweep
    let axis, scale = axis sweep

    let styles =
        Palette.styles (
            List.map
                (fun (subject: Variant, _) ->
                    if subject.IsBaseline then
                        Palette.Baseline
                    else
                        Palette.Other)
                levels
            @ List.map (fun _ -> Palette.Other) sweep.Lines
        )

    let records = section.Variants |> List.collect _.Records
    let names = sweep.Lines |> List.map _.Name |> String.concat ", "
    let where = if section.Setting = "" then "" else $", {section.Setting}"

    let restricted =
        match sweep.Horizon with
        | Some horizon when sweep.Censored > 0 -> $"; runs that did not reach it count with {Numbers.whole horizon}"
        | Some _
        | None -> ""

    {
        Title = $"{sweep.Title} by {sweep.Option}{where}"
        Subtitle = $"mean over seeds and 95 %% interval{restricted}"
        Description = $"{sweep.Title} against {sweep.Option} for {names}; the report's tables hold the numbers."
        XLabel = sweep.Option + scale
        YLabel =
            if sweep.Horizon.IsSome then
                $"mean {sweep.Better.Directed sweep.Title} ({FigureNames.batches records})"
            else
                sweep.Better.Directed sweep.Title
        XAxis = axis
        IsLogarithmicY = false
        Series = List.map2 series (List.skip levels.Length styles) sweep.Lines
        Levels =
            [
                for (subject, result), style in List.zip levels (List.take levels.Length styles) ->
                    {
                        Name = subject.Name
                        Style = style
                        Value = result.Mean
                        Lower = result.Lower
                        Upper = result.Upper
                    }
            ]
        Apart = 5.0
    }

/// One for every sweep of a section.
let ofSection (prefix: string) (section: Section) =
    [
        for sweep in section.Sweeps do
            let chart = chart section sweep

            {
                Path = $"figures/{prefix}{FigureNames.slug sweep.Option}.svg"
                Title = chart.Title
                Drawing = Still(ChartFigure.draw chart)
            }
    ]
