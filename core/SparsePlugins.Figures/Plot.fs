/// What a curve figure shows, before it has a place on the page.
module SparsePlugins.Figures.Plot

open SparsePlugins.Statistics

/// The mean over seeds at a step; the half width of its band is NaN where there is none.
type Point =
    {
        Step: float
        Mean: float
        HalfWidth: float
        /// Seeds that the mean is over.
        Seeds: int
    }

type Series =
    {
        Name: string
        Style: Palette.Style
        /// In the order of steps; means may be NaN.
        Points: Point list
    }

/// Steps at which something happened to a variant.
type Reach =
    {
        Name: string
        Style: Palette.Style
        /// The steps of its seeds.
        Seeds: float list
        /// Which seeds these are; empty where a step is of several.
        SeedNumbers: int64 list
        /// Over seeds, if it happened to all.
        Steps: Estimate option
        /// `1240 ± 90`, or how many did not reach it.
        Note: string
    }

/// Rows below the curves.
type Panel = { Title: string; Reaches: Reach list }

type Plot =
    {
        Title: string
        Subtitle: string
        /// For readers who hear the figure.
        Description: string
        StepLabel: string
        /// Whether values stand on a logarithmic axis.
        IsLogarithmic: bool
        /// From top to bottom of the legend.
        Series: Series list
        Thresholds: float list
        /// From the first threshold to the last, whose rows stand lowest.
        Panels: Panel list
    }

    /// The title of the last panel; empty where there is none.
    member plot.ReachTitle =
        plot.Panels |> List.tryLast |> Option.map _.Title |> Option.defaultValue ""

    member plot.Reaches =
        plot.Panels |> List.tryLast |> Option.map _.Reaches |> Option.defaultValue []

let isDrawn point = System.Double.IsFinite point.Mean

/// The part of a band that lies above or below its mean.
let bandOf point =
    if System.Double.IsFinite point.HalfWidth then
        point.HalfWidth
    else
        0.0
