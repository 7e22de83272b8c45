/// The choice of settings, as JSON in the file of the experiment.
module internal SparsePlugins.Records.TuningJson

open System.Text.Json
open SparsePlugins.Records.JsonFields

let threshold field =
    {
        Measurement = text "measurement" field
        AtLeast = flag "at_least" field
        Value = number "value" field
    }

let writeThreshold (json: Utf8JsonWriter) (threshold: ReportThreshold) =
    json.WriteString("measurement", threshold.Measurement)
    json.WriteBoolean("at_least", threshold.AtLeast)
    JsonText.number json "value" threshold.Value

let private texts name field = list textOf name field

let private key field : TriedKey =
    {
        Path = text "path" field
        Values = texts "values" field
    }

let private score field : TrialScore =
    {
        Mean = number "mean" field
        Sound = count "sound" field
        Reached = count "reached" field
    }

let private variant field : TunedVariant =
    {
        Setting = text "setting" field
        Architecture = text "architecture" field
        Initializer = text "initializer" field
        Reinitializer = text "reinitializer" field
        Candidate = count "candidate" field
        Values = texts "values" field
        Scores = list score "scores" field
    }

let private thresholdIn name field : ReportThreshold | null = threshold (get name field)

let private read field : TuningRecord =
    {
        Goal = text "goal" field
        HigherIsBetter = flag "higher_is_better" field
        Threshold = optional thresholdIn null "threshold" field
        Seeds = integers "seeds" field
        Keys = list key "keys" field
        Runs = count "runs" field
        Variants = list variant "variants" field
    }

let private readIn name field : TuningRecord | null = read (get name field)

/// Null where nothing was tuned.
let tryRead field : TuningRecord | null = optional readIn null "tuning" field

let private writeTexts (json: Utf8JsonWriter) (name: string) (texts: string seq) =
    json.WriteStartArray name
    texts |> Seq.iter json.WriteStringValue
    json.WriteEndArray()

let private writeKey (json: Utf8JsonWriter) (key: TriedKey) =
    json.WriteString("path", key.Path)
    writeTexts json "values" key.Values

let private writeScore (json: Utf8JsonWriter) (score: TrialScore) =
    JsonText.number json "mean" score.Mean
    json.WriteNumber("sound", score.Sound)
    json.WriteNumber("reached", score.Reached)

let private writeVariant (json: Utf8JsonWriter) (variant: TunedVariant) =
    json.WriteString("setting", variant.Setting)
    json.WriteString("architecture", variant.Architecture)
    json.WriteString("initializer", variant.Initializer)
    json.WriteString("reinitializer", variant.Reinitializer)
    json.WriteNumber("candidate", variant.Candidate)
    writeTexts json "values" variant.Values
    JsonText.objects json "scores" variant.Scores (writeScore json)

let private writeTuning (json: Utf8JsonWriter) (tuning: TuningRecord) =
    json.WriteString("goal", tuning.Goal)
    json.WriteBoolean("higher_is_better", tuning.HigherIsBetter)

    match tuning.Threshold with
    | null -> ()
    | threshold -> JsonText.object json "threshold" (fun () -> writeThreshold json threshold)

    JsonText.integers json "seeds" tuning.Seeds
    JsonText.objects json "keys" tuning.Keys (writeKey json)
    json.WriteNumber("runs", tuning.Runs)
    JsonText.objects json "variants" tuning.Variants (writeVariant json)

/// Nothing where nothing was tuned.
let write (json: Utf8JsonWriter) (tuning: TuningRecord | null) =
    match tuning with
    | null -> ()
    | tuning -> JsonText.object json "tuning" (fun () -> writeTuning json tuning)
