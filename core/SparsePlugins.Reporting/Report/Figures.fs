/// From the summary to what figures show.
module internal SparsePlugins.Reporting.Figures

open System
open System.Security.Cryptography
open System.Text
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Reporting.Summary

type Figure =
    {
        Measurement: string
        /// Relative to the report, with `/`.
        Path: string
        Plot: Plot.Plot
    }

let private longestSlug = 80

/// A file's name for a text from a record: no folder, not too long, and another text has another one, also where case doesn't count.
let slug (text: string) =
    let isPlain c =
        Char.IsAsciiLetterLower c || Char.IsAsciiDigit c || c = '-' || c = '.'

    let plain =
        text.ToLowerInvariant()
        |> String.mapi (fun i c -> if isPlain c && not (i = 0 && c = '.') then c else '-')

    if
        plain.Length >= 1
        && plain.Length <= longestSlug
        && text[0] <> '.'
        && text |> Seq.forall (fun c -> isPlain c || c = '_')
    then
        plain
    else
        let hash = SHA256.HashData(Encoding.UTF8.GetBytes text) |> Convert.ToHexStringLower
        $"{plain.Substring(0, min plain.Length longestSlug)}-{hash.Substring(0, 8)}"

/// `1 step = 512 samples`, or several.
let batches (records: RunRecord list) =
    records
    |> List.map _.Batch
    |> List.distinct
    |> List.sort
    |> List.map (int64 >> Numbers.whole)
    |> fun sizes -> $"""1 step = {String.Join(" or ", sizes)} samples"""

/// `1240 ± 90`, or `1240 (1150 to 1310)`; how many never reached it where some did not.
let private note (row: ThresholdRow) =
    let steps = Numbers.fixedTo 0

    if row.Total = 0 && row.Failed > 0 then
        "failed"
    elif row.Total = 0 && row.Undefined > 0 then
        "undefined"
    elif row.Total = 0 then
        "no run yet"
    elif row.Reached.IsEmpty then
        "never reached"
    elif row.Censored > 0 then
        $"{row.Censored} of {row.Total} did not reach it"
    elif not row.Steps.HasInterval then
        steps row.Steps.Mean
    elif row.Steps.IsSymmetric then
        $"{steps row.Steps.Mean} ± {steps row.Steps.HalfWidth}"
    else
        $"{steps row.Steps.Mean} ({steps row.Steps.Lower} to {steps row.Steps.Upper})"

let private reach styleOf (row: ThresholdRow) : Plot.Reach =
    {
        Name = row.Member.Name
        Style = styleOf row.Member
        Seeds = row.Reached |> Map.values |> Seq.map float |> List.ofSeq
        Steps =
            if row.Total > 0 && row.Censored = 0 then
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

/// At most so many members, for a figure where more would cover each other, and what is left out in words. Of a sweep the largest
/// value stays, and all that is not swept: never what did best.
let shown limit section =
    let swept = section.Sweeps |> List.tryHead

    let kept =
        match swept with
        | Some sweep ->
            let largest = sweep.Lines |> List.map (fun line -> (List.last line.Points).Member)
            List.map fst sweep.References @ largest
        | None -> section.Members

    if section.Members.Length <= limit then
        section.Members, ""
    else
        let isBaseline (subject: Member) = subject.IsBaseline

        let chosen =
            List.filter isBaseline section.Members @ List.filter (isBaseline >> not) kept
            |> List.truncate limit
            |> List.map _.Name

        let members =
            section.Members
            |> List.filter (fun subject -> List.contains subject.Name chosen)

        let which =
            match swept with
            | Some sweep -> $": of each sweep its largest {sweep.Option}"
            | None -> ""

        members, $"; {members.Length} of {section.Members.Length} members{which}"

/// Most members whose curves are drawn, and most rows below them.
let private mostCurves, private mostRows = 12, 24

/// The members whose curves are drawn on paper.
let drawn section = shown mostCurves section |> fst

/// How every member's line looks, in the order of the members. Those that figures of few members show come first in the palette.
let styles section =
    let first = shown mostCurves section |> fst |> List.map _.Name

    let leading, others =
        section.Members
        |> List.partition (fun subject -> List.contains subject.Name first)

    let ordered = leading @ others

    let byName =
        List.zip (ordered |> List.map _.Name) (Palette.styles (ordered |> List.map _.IsBaseline))
        |> Map.ofList

    [ for subject in section.Members -> subject, byName[subject.Name] ]

let styleOf section =
    let styles =
        styles section
        |> List.map (fun (subject, style) -> subject.Name, style)
        |> Map.ofList

    fun (subject: Member) -> styles[subject.Name]

/// Every threshold of the measurement, or the last alone where that would be too many rows.
let private reachPanels styleOf (members: Member list) order (tables: ThresholdTable list) : Plot.Panel list =
    let isShown (row: ThresholdRow) =
        members |> List.exists (fun subject -> subject.Name = row.Member.Name)

    let tables =
        tables
        |> List.map (fun table ->
            { table with
                Rows = List.filter isShown table.Rows
            })
        |> List.filter isReached

    let tables =
        if members.Length * tables.Length <= mostRows then
            tables
        else
            tables |> List.tryLast |> Option.toList

    [
        for table in tables ->
            {
                Title = reachTitle table
                Reaches =
                    table.Rows
                    |> List.map (reach styleOf)
                    |> List.sortBy (fun reach -> Map.find reach.Name order)
            }
    ]

/// Steps at which dead features were revived, below the share that is dead.
let private revivalPanels styleOf (members: Member list) section : Plot.Panel list =
    let rows =
        section.Revivals
        |> List.filter (fun row -> members |> List.exists (fun subject -> subject.Name = row.Member.Name))

    let reach (row: RevivalRow) : Plot.Reach =
        {
            Name = row.Member.Name
            Style = styleOf row.Member
            Seeds = row.Steps |> List.distinct |> List.map float
            Steps = None
            Note = if row.Steps.IsEmpty then "none revived" else ""
        }

    if rows |> List.forall _.Steps.IsEmpty then
        []
    else
        [
            {
                Title = "steps at which dead features of any seed were given new weights"
                Reaches = List.map reach rows
            }
        ]

let private plotFor (members: Member list) note section (measurement: MeasurementTable) : Plot.Plot =
    let name = measurement.Measurement
    let styleOf = styleOf section

    let series =
        members
        |> List.map (fun subject ->
            {
                Name = subject.Name
                Style = styleOf subject
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
        if measurement.Facts.Unit = "" then
            ""
        else
            $" ({measurement.Facts.Unit})"

    let where = if section.Setting = "" then "" else $", {section.Setting}"
    let names = String.Join(", ", members |> List.map _.Name)

    {
        Title = $"{measurement.Facts.Title}{unit} by training step{where}"
        Subtitle = subtitle series members + note
        Description =
            $"Curves of {measurement.Facts.Title} over training for {names}; the report's tables hold the numbers."
        StepLabel = $"training step ({section.Members |> List.collect _.Records |> batches})"
        Series = series
        Thresholds = thresholds |> List.map _.Threshold.Value
        Panels =
            reachPanels styleOf members order thresholds
            @ (match measurement.Facts.ReportedAs with
               | ReportedAs.DeadFeatures -> revivalPanels styleOf members section
               | ReportedAs.Decile _
               | ReportedAs.Plain -> [])
    }

/// The curves of all members.
let plotOf section measurement =
    plotFor section.Members "" section measurement

/// What paths of a section's figures begin with, so that settings don't share one.
let prefix (summary: Summary) index =
    if summary.Sections.Length > 1 then
        $"setting-{index + 1}-"
    else
        ""

/// A figure for every metric's own measurement and for every one with a threshold; none for the training loss.
let ofSection (prefix: string) section =
    let members, note = shown mostCurves section

    let hasThreshold (table: MeasurementTable) =
        section.Thresholds
        |> List.exists (fun other -> other.Threshold.Measurement = table.Measurement)

    section.Measurements
    |> List.filter (fun table -> hasThreshold table || table.Facts.IsOwn)
    |> List.map (fun table ->
        {
            Measurement = table.Measurement
            Path = $"figures/{prefix}{slug table.Measurement}.svg"
            Plot = plotFor members note section table
        })
