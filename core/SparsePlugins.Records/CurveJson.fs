namespace SparsePlugins.Records

open System
open System.Text.Json
open SparsePlugins.Records.JsonFields

module internal CurveFields =
    let private sides =
        [
            BetterSide.Higher, "higher"
            BetterSide.Lower, "lower"
            BetterSide.Neither, "neither"
        ]

    let sideText side =
        sides |> List.find (fst >> (=) side) |> snd

    let private side field =
        let found = text "better" field

        match sides |> List.tryFind (snd >> (=) found) with
        | Some(side, _) -> side
        | None -> fail $"{field.Path}.better" $"must be higher, lower or neither, got '{found}'"

    let private reportedAs field =
        match optional text "" "reported_as" field with
        | "" -> ReportedAs.Plain
        | "dead-features" -> ReportedAs.DeadFeatures
        | "active-features" -> ReportedAs.ActiveFeatures
        | "decile" -> ReportedAs.Decile(text "series" field, count "decile" field)
        | "schedule" -> ReportedAs.Schedule
        | other ->
            fail
                $"{field.Path}.reported_as"
                $"must be dead-features, active-features, decile or schedule, got '{other}'"

    let curve field : Curve =
        let curve =
            {
                Facts =
                    {
                        Name = text "measurement" field
                        Metric = optional text "" "metric" field
                        DisplayName = optional text "" "display_name" field
                        Meaning = optional text "" "meaning" field
                        Unit = text "unit" field
                        Better = side field
                        ReportedAs = reportedAs field
                    }
                Steps = integers "steps" field
                Values = numbers "values" field
            }

        if curve.Values.Count <> curve.Steps.Count then
            fail $"{field.Path}.values" $"must have {curve.Steps.Count} numbers as steps has, got {curve.Values.Count}"

        if Seq.pairwise curve.Steps |> Seq.exists (fun (left, right) -> left >= right) then
            fail $"{field.Path}.steps" "must ascend"

        curve

    let writeReportedAs (json: Utf8JsonWriter) reportedAs =
        match reportedAs with
        | ReportedAs.Plain -> ()
        | ReportedAs.DeadFeatures -> json.WriteString("reported_as", "dead-features")
        | ReportedAs.ActiveFeatures -> json.WriteString("reported_as", "active-features")
        | ReportedAs.Decile(series, number) ->
            json.WriteString("reported_as", "decile")
            json.WriteString("series", series)
            json.WriteNumber("decile", number)
        | ReportedAs.Schedule -> json.WriteString("reported_as", "schedule")

    let write (json: Utf8JsonWriter) (curve: Curve) =
        let facts = curve.Facts
        json.WriteString("measurement", facts.Name)
        json.WriteString("metric", facts.Metric)

        if facts.DisplayName <> "" then
            json.WriteString("display_name", facts.DisplayName)

        if facts.Meaning <> "" then
            json.WriteString("meaning", facts.Meaning)

        json.WriteString("unit", facts.Unit)
        json.WriteString("better", sideText facts.Better)
        writeReportedAs json facts.ReportedAs
        JsonText.integers json "steps" curve.Steps
        JsonText.numbers json "values" curve.Values

/// Curves as JSON, in records and in checkpoints.
[<AbstractClass; Sealed>]
type CurveJson =
    /// Writes one object.
    static member Write(json: Utf8JsonWriter, curve: Curve) =
        json.WriteStartObject()
        CurveFields.write json curve
        json.WriteEndObject()

    /// Raises RecordFormatException, with the key and what is wrong with it.
    static member Read(element: JsonElement) : Curve =
        CurveFields.curve { Path = "curve"; Value = element }

    /// `higher`, `lower` or `neither`.
    static member TextOf(side: BetterSide) = CurveFields.sideText side
