/// The numbers of the tables as JSON.
module internal SparsePlugins.Reporting.SummaryJson

open System
open System.Text.Json
open SparsePlugins.Headlines
open SparsePlugins.Analysis
open SparsePlugins.Figures
open SparsePlugins.Records
open SparsePlugins.Statistics

let private number (json: Utf8JsonWriter) (name: string) (value: float) =
    if Double.IsFinite value then
        JsonText.number json name (Numbers.rounded value)
    else
        json.WriteNull name

let private estimate json name (estimate: Estimate) =
    JsonText.object json name (fun () ->
        json.WriteNumber("n", estimate.Count)
        number json "mean" estimate.Mean
        number json "lower" estimate.Lower
        number json "upper" estimate.Upper)

let private difference (json: Utf8JsonWriter) (difference: Estimate option) =
    match difference with
    | Some difference -> estimate json "difference" difference
    | None -> json.WriteNull "difference"

let private verdictText (verdict: Verdict) =
    match verdict with
    | Above -> "above"
    | Below -> "below"
    | SuggestedAbove -> "suggestive, above"
    | SuggestedBelow -> "suggestive, below"
    | Inconclusive -> "inconclusive"
    | TooFew -> "inconclusive, too few seeds"

let private comparison (json: Utf8JsonWriter) (comparison: Comparison option) =
    match comparison with
    | None -> json.WriteNull "comparison"
    | Some comparison ->
        JsonText.object json "comparison" (fun () ->
            estimate json "difference" comparison.Difference
            number json "bootstrap_lower" comparison.Bootstrap.Lower
            number json "bootstrap_upper" comparison.Bootstrap.Upper
            number json "deviation" comparison.Deviation
            number json "p" comparison.P
            number json "p_holm" comparison.Adjusted
            json.WriteBoolean("pairs_coincide", comparison.PairsCoincide)
            json.WriteBoolean("limited_by_grid", comparison.IsLimitedByGrid)
            json.WriteString("verdict", verdictText comparison.Verdict))

let private withheld (json: Utf8JsonWriter) (reason: Withheld option) =
    match reason with
    | Some reason -> json.WriteString("no_comparison", reason.Code)
    | None -> ()

let private cell json name (cell: Compared) =
    JsonText.object json name (fun () ->
        estimate json "value" cell.Value
        difference json cell.Difference)

let private thresholdOf subject (json: Utf8JsonWriter) (table: ThresholdTable) =
    let row = table.Rows |> List.find (fun row -> row.Variant.IsSame subject)
    json.WriteString("threshold", thresholdText table.Threshold)
    json.WriteNumber("runs", row.Total + row.Failed + row.Undefined)
    json.WriteNumber("reached", row.Reached.Count)
    json.WriteNumber("censored", row.Censored)
    json.WriteNumber("failed", row.Failed)
    json.WriteNumber("undefined", row.Undefined)
    estimate json "steps_of_those_that_reached" row.Steps
    json.WriteNumber("horizon", row.Horizon)
    estimate json "restricted_mean" row.Restricted
    number json "median" row.Median.Value
    number json "median_lower" row.Median.Interval.Lower
    number json "median_upper" row.Median.Interval.Upper
    comparison json row.Comparison
    withheld json row.Withheld
    number json "log_rank_p" row.LogRank

    match row.SeedsFor5Percent with
    | Some seeds -> json.WriteNumber("seeds_for_5_percent", seeds)
    | None -> json.WriteNull "seeds_for_5_percent"

    json.WriteNumber("pairs", row.Pairs)
    json.WriteNumber("censored_pairs", row.CensoredPairs)
    json.WriteNumber("earlier_pairs", row.Earlier)

let private measurementOf subject (json: Utf8JsonWriter) (table: MeasurementTable) =
    let row = table.Rows |> List.find (fun row -> row.Variant.IsSame subject)
    json.WriteString("measurement", table.Measurement)
    json.WriteString("unit", table.Facts.Unit)
    json.WriteString("better", CurveJson.TextOf table.Facts.Better)
    cell json "start" row.Start
    cell json "end" row.End

    if table.HasVerdict then
        comparison json row.Comparison

    withheld json row.Withheld

let private decilesOf subject (json: Utf8JsonWriter) (table: DecileTable) =
    let row = table.Rows |> List.find (fun row -> row.Variant.IsSame subject)
    json.WriteString("family", table.Family)
    number json "bound" table.Bound

    let parts = List.zip3 table.Deciles table.Horizons (List.zip row.AtEnd row.Times)

    JsonText.objects json "deciles" parts (fun (decile, horizon, (atEnd, (times, reached))) ->
        json.WriteNumber("decile", decile)
        cell json "end" atEnd
        json.WriteNumber("reached", reached)
        json.WriteNumber("horizon", horizon)
        estimate json "restricted_mean" times)

let private revivals (json: Utf8JsonWriter) (row: RevivalRow) =
    JsonText.object json "revivals" (fun () ->
        estimate json "events_a_run" row.Events
        estimate json "features_a_run" row.Features)

let private sweepOf (json: Utf8JsonWriter) (sweep: Sweep) =
    json.WriteString("option", sweep.Option)
    json.WriteString("quantity", sweep.Quantity)

    JsonText.objects json "lines" sweep.Lines (fun line ->
        json.WriteString("name", line.Name)

        JsonText.objects json "points" line.Points (fun point ->
            number json "value" point.Value
            estimate json "result" point.Result))

let private scalingOf (json: Utf8JsonWriter) (scaling: Scaling) =
    json.WriteString("axis", scaling.Axis)
    json.WriteString("with", String.Join(", ", scaling.With))
    json.WriteString("where", scaling.Where)
    json.WriteString("quantity", scaling.Quantity)

    JsonText.objects json "members" scaling.Rows (fun row ->
        json.WriteString("name", row.Name)
        estimate json "exponent" row.Exponent

        JsonText.objects json "points" row.Points (fun point ->
            number json "size" point.Size
            json.WriteNumber("missing", point.Missing)
            estimate json "result" point.Result))

let private variantOf (section: Section) (json: Utf8JsonWriter) (subject: Variant) =
    if subject.Architecture <> "" then
        json.WriteString("architecture", subject.Architecture)

    json.WriteString("initializer", subject.Initializer)
    json.WriteString("reinitializer", subject.Reinitializer)
    json.WriteBoolean("baseline", subject.IsBaseline)
    json.WriteNumber("planned", subject.Runs.Length)
    json.WriteNumber("done", subject.Records.Length)
    json.WriteNumber("failed", subject.Records |> List.filter (isSound >> not) |> List.length)
    JsonText.objects json "thresholds" section.Thresholds (thresholdOf subject json)
    JsonText.objects json "measurements" section.Measurements (measurementOf subject json)
    JsonText.objects json "by_decile" section.Deciles (decilesOf subject json)

    match section.Revivals |> List.tryFind (fun row -> row.Variant.IsSame subject) with
    | Some row -> revivals json row
    | None -> ()

let private sectionOf (summary: Summary) (json: Utf8JsonWriter) (section: Section) =
    json.WriteString("setting", section.Setting)
    json.WriteString("headline", String.Join(" ", Headline.ofSection summary section))
    JsonText.objects json "members" section.Variants (variantOf section json)
    JsonText.objects json "sweeps" section.Sweeps (sweepOf json)

let private dictionaryOf (json: Utf8JsonWriter) (dictionary: MeasuredDictionary) =
    json.WriteString("name", dictionary.Name)
    json.WriteString("architecture", dictionary.Architecture)
    json.WriteString("data", dictionary.Data)
    json.WriteBoolean("varies_with_seed", dictionary.VariesWithSeed)
    json.WriteNumber("failed", dictionary.Failures.Length)

    JsonText.objects json "measurements" dictionary.Ends (fun (facts, value) ->
        json.WriteString("measurement", facts.Name)
        json.WriteString("unit", facts.Unit)
        json.WriteString("better", CurveJson.TextOf facts.Better)
        estimate json "value" value)

let private agreementOf (json: Utf8JsonWriter) (row: AgreementRow) =
    json.WriteString("setting", row.Setting)
    json.WriteString("variant", row.Variant.Name)
    json.WriteNumber("seeds", row.Seeds)
    estimate json "cosine" row.Cosine
    estimate json "above_0.7" row.Above07
    estimate json "above_0.9" row.Above09
    difference json row.Difference

/// Numbers have ten significant digits; null stands for what is undefined. `further` writes what is to stand at the end.
let renderWith further (summary: Summary) =
    JsonText.write (fun json ->
        json.WriteNumber("format", 1)
        json.WriteString("name", summary.Experiment.Name)
        json.WriteString("baseline", summary.Experiment.Baseline)
        json.WriteNumber("confidence", 0.95)
        json.WriteNumber("comparisons", summary.Comparisons)
        json.WriteStartArray "warnings"

        for warning in Warnings.ofSummary summary do
            json.WriteStringValue warning

        json.WriteEndArray()
        JsonText.objects json "settings" summary.Sections (sectionOf summary json)
        JsonText.objects json "scaling" summary.Scalings (scalingOf json)

        if not summary.Dictionaries.IsEmpty then
            JsonText.objects json "dictionaries" summary.Dictionaries (dictionaryOf json)

        match summary.Agreements with
        | None -> ()
        | Some rows -> JsonText.objects json "agreement" (List.toArray rows) (agreementOf json)

        further json)
