/// The curves as the page's script reads them: whole numbers of a unit, each as its distance from the one before.
module internal SparsePlugins.Reporting.ChartData

open SparsePlugins.Drawings
open System
open System.IO
open System.Text
open System.Text.Json
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics
open SparsePlugins.Figures.Plot

/// Points of the metrics' own measurements together, and of all others: seven bytes each.
let private limits = 12_000, 10_000

/// Most curves of a measurement in all settings together, and of one setting at least: baselines, the best, and the last.
let private mostCurves, private leastCurves = 400, 12

/// The variants whose curves the page holds.
let private held (summary: Summary) (section: Section) =
    let limit = max leastCurves (mostCurves / max 1 summary.Sections.Length)
    ShownVariants.shown limit section |> fst

/// Decimals that give a typical value five digits.
let private decimalsOf (plot: Plot) =
    let sizes =
        plot.Series
        |> List.collect _.Points
        |> List.filter (fun point -> isDrawn point && point.Mean <> 0.0)
        |> List.map (fun point -> abs point.Mean)
        |> List.sort

    let power (value: float) = value |> log10 |> floor |> int

    if sizes.IsEmpty then
        2
    else
        // A script's numbers hold 15 digits.
        4 - power sizes[sizes.Length / 2]
        |> min (14 - power (List.last sizes))
        |> max 0
        |> min 12

/// Distances to the value before; null where there is none.
let private deltas (json: Utf8JsonWriter) (name: string) (values: float list) =
    json.WriteStartArray name

    (0.0, values)
    ||> List.fold (fun last value ->
        if Double.IsFinite value then
            json.WriteNumberValue(value - last)
            value
        else
            json.WriteNullValue()
            last)
    |> ignore

    json.WriteEndArray()

/// Values with how often each comes, one after the other.
let private repeats (json: Utf8JsonWriter) (name: string) (values: int list) =
    let runs =
        (values, [])
        ||> List.foldBack (fun value runs ->
            match runs with
            | (same, count) :: others when same = value -> (same, count + 1) :: others
            | others -> (value, 1) :: others)

    json.WriteStartArray name

    for value, count in runs do
        json.WriteNumberValue value
        json.WriteNumberValue count

    json.WriteEndArray()

let private gaps (points: Point list) =
    (0.0 :: List.map _.Step points)
    |> List.pairwise
    |> List.map (fun (left, right) -> int (right - left))

let private indexOf (variants: Variant list) name =
    variants |> List.findIndex (fun (subject: Variant) -> subject.Name = name)

let private curve variants decimals (json: Utf8JsonWriter) (series: Series) =
    // Zero is added so that none is below zero.
    let whole value =
        Math.Round(value * 10.0 ** float decimals) + 0.0

    json.WriteNumber("variant", indexOf variants series.Name)
    repeats json "steps" (gaps series.Points)
    deltas json "means" (series.Points |> List.map (_.Mean >> whole))
    deltas json "widths" (series.Points |> List.map (_.HalfWidth >> whole))
    repeats json "seeds" (series.Points |> List.map _.Seeds)

let private numbers (json: Utf8JsonWriter) (name: string) (values: float list) =
    json.WriteStartArray name

    for value in values do
        json.WriteNumberValue(Numbers.rounded value)

    json.WriteEndArray()

let private reach variants (json: Utf8JsonWriter) (reach: Reach) =
    json.WriteNumber("variant", indexOf variants reach.Name)
    numbers json "seeds" reach.Seeds
    JsonText.integers json "runs" reach.SeedNumbers
    json.WriteString("note", reach.Note)

    match reach.Steps with
    | Some steps when steps.HasInterval -> numbers json "steps" [ steps.Mean; steps.Lower; steps.Upper ]
    | Some steps -> numbers json "steps" [ steps.Mean ]
    | None -> ()

let private panel variants (json: Utf8JsonWriter) (panel: Panel) =
    json.WriteString("title", panel.Title)
    JsonText.objects json "rows" (panel.Reaches |> List.sortBy (fun r -> indexOf variants r.Name)) (reach variants json)

let private plotOf variants (json: Utf8JsonWriter) (facts: MeasurementFacts, stride: int, plot: Plot) =
    let decimals = decimalsOf plot
    json.WriteString("name", facts.Name)
    json.WriteString("label", facts.Title)
    json.WriteString("axis", facts.DirectedTitle)
    json.WriteString("title", plot.Title)
    json.WriteString("subtitle", plot.Subtitle)
    json.WriteString("stepLabel", plot.StepLabel)
    json.WriteString("unit", facts.Unit)
    json.WriteNumber("decimals", decimals)
    json.WriteBoolean("isLog", plot.IsLogarithmic)
    json.WriteNumber("stride", stride)
    numbers json "thresholds" plot.Thresholds
    // In the order of the variants, which is by result: a reader who changes the measurement finds a variant where it was.
    JsonText.objects
        json
        "curves"
        (plot.Series |> List.sortBy (fun s -> indexOf variants s.Name))
        (curve variants decimals json)

    JsonText.objects json "panels" plot.Panels (panel variants json)

let private variantOf drawn (json: Utf8JsonWriter) (subject: Variant, style: Palette.Style) =
    json.WriteString("name", subject.Name)
    json.WriteBoolean("baseline", subject.IsBaseline)
    json.WriteString("color", style.Color)
    json.WriteString("dash", style.Dash)
    json.WriteNumber("width", style.Width)
    json.WriteBoolean("drawn", List.exists subject.IsSame drawn)

/// Rows of a batch, where all runs agree.
let private batch (section: Section) =
    match section.Variants |> List.collect _.Records |> List.map _.Batch |> List.distinct with
    | [ one ] -> one
    | _ -> 0

let private setting held (json: Utf8JsonWriter) (section: Section, plots: (MeasurementFacts * int * Plot) list) =
    json.WriteString("name", section.Setting)
    json.WriteNumber("batch", batch section)
    let place = Ranking.placeOf section

    let styles =
        ShownVariants.styles section
        |> List.filter (fun (subject, _) -> held |> List.exists subject.IsSame)
        |> List.sortBy (fst >> place)

    json.WriteNumber("left", section.Variants.Length - styles.Length)
    JsonText.objects json "variants" styles (variantOf (ShownVariants.drawn section) json)
    JsonText.objects json "plots" plots (plotOf (List.map fst styles) json)

/// One line; `<`, `>` and `&` are escaped, so that no name can end the script that holds it.
let render (summary: Summary) =
    let sections =
        [
            for section in summary.Sections ->
                let held = held summary section

                section,
                [
                    for facts in Figures.drawable section -> facts, Figures.plotOfVariants held section facts
                ]
        ]

    let strides =
        let own, others =
            sections
            |> List.collect snd
            |> List.partition (fun (facts, _) -> facts.IsPrimary)

        Thinning.strideFor (fst limits) (List.map snd own), Thinning.strideFor (snd limits) (List.map snd others)

    let thinned (facts: MeasurementFacts, plot) =
        let stride = if facts.IsPrimary then fst strides else snd strides
        facts, stride, Thinning.every stride plot

    use stream = new MemoryStream()

    using (new Utf8JsonWriter(stream)) (fun json ->
        json.WriteStartObject()

        JsonText.objects json "settings" sections (fun (section, plots) ->
            setting (held summary section) json (section, List.map thinned plots))

        json.WriteEndObject())

    Encoding.UTF8.GetString(stream.ToArray())
