/// What a figure of values against a quantity shows, before it has a place on the page.
module SparsePlugins.Figures.Chart

open SparsePlugins.Statistics

/// A value with its 95 % interval, whose bounds are NaN where there is none.
type Mark =
    {
        /// By which a page finds the mark.
        Variant: string
        X: float
        Y: float
        Lower: float
        Upper: float
    }

type MarkSeries =
    {
        Name: string
        Style: Palette.Style
        Marks: Mark list
        /// A line through these places; it need not pass the marks.
        Line: (float * float) list
    }

/// What has one value, whatever the quantity: a band across the figure.
type Level =
    {
        Name: string
        Style: Palette.Style
        Value: float
        Lower: float
        Upper: float
    }

type Chart =
    {
        Title: string
        Subtitle: string
        /// For readers who hear the figure.
        Description: string
        XLabel: string
        YLabel: string
        /// Its own, or one that the marks give.
        XAxis: Scale.Scale
        IsLogarithmicY: bool
        Series: MarkSeries list
        Levels: Level list
        /// Pixels between marks of neighbouring series, so that their intervals don't cover each other.
        Apart: float
    }

let mark variant x (estimate: Estimate) =
    {
        Variant = variant
        X = x
        Y = estimate.Mean
        Lower = estimate.Lower
        Upper = estimate.Upper
    }

/// Without an interval.
let point variant (x, y) =
    {
        Variant = variant
        X = x
        Y = y
        Lower = nan
        Upper = nan
    }

/// The variants of a series, each once.
let variantsOf (series: MarkSeries) =
    series.Marks |> List.map _.Variant |> List.distinct

let isDrawn (mark: Mark) = System.Double.IsFinite mark.Y

/// The axis of values: all marks, and their intervals as far as they don't dwarf them.
let valueAxis (chart: Chart) =
    let marks = chart.Series |> List.collect _.Marks |> List.filter isDrawn

    let values =
        List.map _.Y marks @ List.map _.Value chart.Levels
        |> List.filter System.Double.IsFinite

    let bounds =
        (marks |> List.collect (fun mark -> [ mark.Lower; mark.Upper ]))
        @ (chart.Levels |> List.collect (fun level -> [ level.Lower; level.Upper ]))
        |> List.filter System.Double.IsFinite

    match values with
    | [] -> Scale.nice 6 (0.0, 1.0)
    | values when chart.IsLogarithmicY ->
        let lowest, highest = List.min values, List.max values

        let bounds =
            bounds
            |> List.filter (fun bound -> bound > lowest / 3.0 && bound < highest * 3.0)

        Scale.logarithmic (List.min (values @ bounds), List.max (values @ bounds))
    | values ->
        let lowest, highest = List.min values, List.max values
        let room = 0.75 * max (highest - lowest) (0.02 * abs highest)
        let lower = max (List.min (values @ bounds)) (lowest - room)
        let upper = min (List.max (values @ bounds)) (highest + room)

        Scale.nice
            6
            ((if lowest >= 0.0 then max 0.0 lower else lower),
             (if highest <= 1.0 && lowest >= 0.0 then
                  min 1.0 upper
              else
                  upper))
