/// From the summary to figures of curves.
module SparsePlugins.Drawings.Figures

open System
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Documents.Document

type Figure =
    {
        Measurement: string
        /// Relative to the report, with `/`.
        Path: string
        Plot: Plot.Plot
    }

let private seedsText (variants: Variant list) =
    let counts =
        variants
        |> List.map (fun m -> m.Records |> List.filter isSound |> List.length)
        |> List.distinct
        |> List.sort

    match counts with
    | [ count ] -> Numbers.counted count "seed"
    | [] -> "no seeds"
    | counts -> $"{List.head counts} to {List.last counts} seeds"

let private subtitle (series: Plot.Series list) variants =
    let banded =
        series
        |> List.collect _.Points
        |> List.exists (fun p -> Double.IsFinite p.HalfWidth)

    let band = if banded then "; band: 95 % interval" else ""
    $"mean over {seedsText variants}{band}"

/// Means that span more than this factor have a logarithmic axis where less is better: what is left at the end would be one flat line.
let private widest = 20.0

/// FVU and the loss, where the first values dwarf the last.
let private isLogarithmic (facts: MeasurementFacts) (series: Plot.Series list) =
    let means =
        series |> List.collect _.Points |> List.filter Plot.isDrawn |> List.map _.Mean

    facts.Better = BetterSide.Lower
    && not means.IsEmpty
    && List.forall (fun mean -> mean > 0.0) means
    && List.max means > widest * List.min means

/// Of a schedule those that have it: an architecture without k has no curve of k.
let private having (facts: MeasurementFacts) variants =
    let has (subject: Variant) =
        subject.Records |> List.exists (curveOf facts.Name >> Option.isSome)

    if facts.ReportedAs = ReportedAs.Schedule then
        List.filter has variants
    else
        variants

let private plotFor (variants: Variant list) note (section: Section) (facts: MeasurementFacts) : Plot.Plot =
    let name = facts.Name
    let variants = having facts variants |> List.sortBy (Ranking.placeOf section)
    let styleOf = ShownVariants.styleOf section

    let series =
        variants
        |> List.map (fun subject ->
            {
                Name = subject.Name
                Style = styleOf subject
                Points = Series.mean name subject
            }
            : Plot.Series)

    let thresholds =
        section.Thresholds
        |> List.filter (fun table -> table.Threshold.Measurement = name)

    let order =
        series |> List.mapi (fun place series -> series.Name, place) |> Map.ofList

    let unit = if facts.Unit = "" then "" else $" ({facts.Unit})"

    let numbers =
        if facts.ReportedAs = ReportedAs.Schedule then
            ""
        else
            "; the report's tables hold the numbers"

    let where = if section.Setting = "" then "" else $", {section.Setting}"
    let names = String.Join(", ", variants |> List.map _.Name)

    {
        Title = $"{facts.DirectedTitle}{unit} by training step{where}"
        Subtitle = subtitle series variants + note
        Description = $"Curves of {facts.Title} over training for {names}{numbers}."
        StepLabel = $"training step ({section.Variants |> List.collect _.Records |> FigureNames.batches})"
        IsLogarithmic = isLogarithmic facts series
        Series = series
        Thresholds = thresholds |> List.map _.Threshold.Value
        Panels =
            ReachPanels.reachPanels styleOf variants order thresholds
            @ (match facts.ReportedAs with
               | ReportedAs.DeadFeatures -> ReachPanels.revivalPanels styleOf variants section
               | ReportedAs.ActiveFeatures
               | ReportedAs.Decile _
               | ReportedAs.Schedule
               | ReportedAs.Plain -> [])
    }

/// The curves of some variants.
let plotOfVariants variants (section: Section) facts = plotFor variants "" section facts

/// What has curves: measurements, then schedules.
let drawable (section: Section) =
    (section.Measurements |> List.map _.Facts) @ section.Schedules

/// A figure for every metric's own measurement, for every one with a threshold and for every schedule; none for the training loss.
let ofSection (prefix: string) (section: Section) =
    let variants, note = ShownVariants.shown ShownVariants.mostCurves section

    let hasThreshold (facts: MeasurementFacts) =
        section.Thresholds
        |> List.exists (fun other -> other.Threshold.Measurement = facts.Name)

    drawable section
    |> List.filter (fun facts -> hasThreshold facts || facts.IsOwn || facts.ReportedAs = ReportedAs.Schedule)
    |> List.map (fun facts ->
        {
            Measurement = facts.Name
            Path = $"figures/{prefix}{FigureNames.slug facts.Name}.svg"
            Plot = plotFor variants note section facts
        })

/// A figure as a block of the document.
let picture (section: Section) figure =
    Picture
        {
            Path = figure.Path
            Title = figure.Plot.Title
            Drawing = Curves(section.Setting, figure.Measurement, figure.Plot)
        }
