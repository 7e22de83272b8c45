/// From the summary to what figures show.
module internal SparsePlugins.Reporting.Figures

open System
open SparsePlugins.Reporting.Summary

type Figure =
    {
        Measurement: string
        /// Relative to the report, with `/`.
        Path: string
        Plot: Plot.Plot
    }

let private slug (text: string) =
    text.ToLowerInvariant()
    |> String.map (fun c ->
        if Char.IsAsciiLetterOrDigit c || c = '-' || c = '.' then
            c
        else
            '-')

/// `1 step = 512 samples`, or several.
let batches (records: RunRecord list) =
    records
    |> List.map _.Batch
    |> List.distinct
    |> List.sort
    |> List.map (int64 >> Numbers.whole)
    |> fun sizes -> $"""1 step = {String.Join(" or ", sizes)} samples"""

/// `1240 ± 90`; how many never got there where some did not.
let private note (row: ThresholdRow) =
    let missed = row.Total - row.Reached.Count

    match row with
    | row when row.Total = 0 -> "no run yet"
    | row when row.Reached.IsEmpty -> "never reached"
    | _ when missed > 0 -> $"{missed} of {row.Total} never got there"
    | row when row.Steps.HasInterval -> $"{Numbers.fixedTo 0 row.Steps.Mean} ± {Numbers.fixedTo 0 row.Steps.HalfWidth}"
    | row -> Numbers.fixedTo 0 row.Steps.Mean

let private reach (styles: Map<string, Palette.Style>) (row: ThresholdRow) : Plot.Reach =
    {
        Name = row.Member.Name
        Style = styles[row.Member.Name]
        Seeds = row.Reached |> Map.values |> Seq.map float |> List.ofSeq
        Steps =
            if row.Total > 0 && row.Reached.Count = row.Total then
                Some row.Steps
            else
                None
        Note = note row
    }

let private seedsText (members: Member list) =
    let counts =
        members
        |> List.map (fun m -> m.Records |> List.filter isSound |> List.length)
        |> List.distinct
        |> List.sort

    match counts with
    | [ count ] -> Numbers.counted count "seed"
    | [] -> "no seeds"
    | counts -> $"{List.head counts} to {List.last counts} seeds"

let private subtitle (series: Plot.Series list) members =
    let banded =
        series
        |> List.collect _.Points
        |> List.exists (fun p -> Double.IsFinite p.HalfWidth)

    let band = if banded then "; band: 95 % interval" else ""
    $"mean over {seedsText members}{band}"

/// From top to bottom, roughly as the curves lie.
let private ordered (series: Plot.Series list) =
    let last = series |> List.collect _.Points |> List.map _.Step |> List.fold max 0.0

    series |> List.sortByDescending (fun series -> Series.height last series.Points)

let private reachTitle (table: ThresholdTable) =
    let hasInterval = table.Rows |> List.exists _.Steps.HasInterval

    let marks =
        if hasInterval then
            "every seed, mean and 95 % interval"
        else
            "every seed"

    $"first step at {thresholdText table.Threshold}: {marks}"

/// How every member's line looks.
let styles (members: Member list) =
    List.zip members (Palette.styles (members |> List.map _.IsBaseline))

let plotOf section (measurement: MeasurementTable) : Plot.Plot =
    let name = measurement.Measurement

    let styles =
        styles section.Members |> List.map (fun (subject, style) -> subject.Name, style)

    let series =
        List.zip section.Members styles
        |> List.map (fun (subject, (name, style)) ->
            {
                Name = name
                Style = style
                Points = Series.mean measurement.Measurement subject
            }
            : Plot.Series)
        |> ordered

    let thresholds =
        section.Thresholds
        |> List.filter (fun table -> table.Threshold.Measurement = name)

    let order =
        series |> List.mapi (fun place series -> series.Name, place) |> Map.ofList

    let unit =
        if measurement.Unit = "" then
            ""
        else
            $" ({measurement.Unit})"

    let where = if section.Setting = "" then "" else $", {section.Setting}"
    let members = String.Join(", ", section.Members |> List.map _.Name)

    {
        Title = $"{name}{unit} by training step{where}"
        Subtitle = subtitle series section.Members
        Description = $"Curves of {name} over training for {members}; the report's tables hold the numbers."
        StepLabel = $"training step ({section.Members |> List.collect _.Records |> batches})"
        Series = series
        Thresholds = thresholds |> List.map _.Threshold.Value
        ReachTitle =
            match List.tryLast thresholds with
            | Some table -> reachTitle table
            | None -> ""
        Reaches =
            match List.tryLast thresholds with
            | Some table ->
                table.Rows
                |> List.map (reach (Map.ofList styles))
                |> List.sortBy (fun reach -> order[reach.Name])
            | None -> []
    }

/// A figure for every metric's own measurement and for every one with a threshold; none for the training loss.
let ofSection (prefix: string) section =
    let hasThreshold (table: MeasurementTable) =
        section.Thresholds
        |> List.exists (fun other -> other.Threshold.Measurement = table.Measurement)

    section.Measurements
    |> List.filter (fun table -> hasThreshold table || (table.Measurement <> "loss" && table.IsPrimary))
    |> List.map (fun table ->
        {
            Measurement = table.Measurement
            Path = $"figures/{prefix}{slug table.Measurement}.svg"
            Plot = plotOf section table
        })
