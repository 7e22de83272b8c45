/// What a curve figure shows, before it has a place on the page.
module internal SparsePlugins.Reporting.Plot

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

/// When a member crossed a threshold.
type Reach =
    {
        Name: string
        Style: Palette.Style
        /// Steps at which its seeds got there.
        Seeds: float list
        /// Over seeds, if all got there.
        Steps: Estimate option
        /// `1240 ± 90`, or how many never got there.
        Note: string
    }

type Plot =
    {
        Title: string
        Subtitle: string
        /// For readers who hear the figure.
        Description: string
        StepLabel: string
        /// From top to bottom of the legend.
        Series: Series list
        Thresholds: float list
        /// Empty where no threshold is shown below the curves.
        ReachTitle: string
        Reaches: Reach list
    }

let isDrawn point = System.Double.IsFinite point.Mean

/// The part of a band that lies above or below its mean.
let bandOf point =
    if System.Double.IsFinite point.HalfWidth then
        point.HalfWidth
    else
        0.0
