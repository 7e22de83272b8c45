/// Fewer points of curves, the same ones whenever and wherever a page is made.
module internal SparsePlugins.Reporting.Thinning

open SparsePlugins.Figures
open SparsePlugins.Figures.Plot

/// A curve as short as this stays whole, and is never cut to less.
let private short = 32

let private isLong (series: Series) = series.Points.Length > short

/// The number of evaluations of which one is kept, so that all plots together have at most `limit` points.
let strideFor limit (plots: Plot list) =
    let long, others = plots |> List.collect _.Series |> List.partition isLong

    let count = List.sumBy (fun (series: Series) -> series.Points.Length)
    let left = max (long.Length * short) (limit - count others)

    if long.IsEmpty then
        1
    else
        max 1 ((count long + left - 1) / left)

/// Keeps every n-th step of a plot, and the two ends of every curve; curves keep the same steps, so that they can be compared at them.
let every stride (plot: Plot) =
    let kept =
        plot.Series
        |> List.filter isLong
        |> List.collect _.Points
        |> List.map _.Step
        |> List.distinct
        |> List.sort
        |> List.indexed
        |> List.filter (fun (index, _) -> index % stride = 0)
        |> List.map snd
        |> Set.ofList

    let thinned (series: Series) =
        let last = series.Points.Length - 1

        { series with
            Points =
                series.Points
                |> List.indexed
                |> List.filter (fun (index, point) -> index = 0 || index = last || kept.Contains point.Step)
                |> List.map snd
        }

    if stride = 1 then
        plot
    else
        { plot with
            Series =
                plot.Series
                |> List.map (fun series -> if isLong series then thinned series else series)
        }
