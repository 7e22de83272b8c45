namespace SparsePlugins.Records

open System.Text.Json
open SparsePlugins.Records.JsonFields

module private ExperimentFields =
    let threshold field =
        {
            Measurement = text "measurement" field
            AtLeast = flag "at_least" field
            Value = number "value" field
        }

    let run field : ExperimentRun =
        {
            Id = text "id" field
            Cohort = text "cohort" field
            Setting = text "setting" field
            Seed = integer "seed" field
            Initializer = text "initializer" field
            Reinitializer = text "reinitializer" field
        }

    let experiment root =
        {
            Name = text "name" root
            Manifest = text "manifest" root
            Baseline = text "baseline" root
            BaselineIsInitializer = flag "baseline_is_initializer" root
            Thresholds = list threshold "thresholds" root
            Runs = list run "runs" root
        }

    let writeThreshold (json: Utf8JsonWriter) (threshold: ReportThreshold) =
        json.WriteString("measurement", threshold.Measurement)
        json.WriteBoolean("at_least", threshold.AtLeast)
        JsonText.number json "value" threshold.Value

    let writeRun (json: Utf8JsonWriter) (run: ExperimentRun) =
        json.WriteString("id", run.Id)
        json.WriteString("cohort", run.Cohort)
        json.WriteString("setting", run.Setting)
        json.WriteNumber("seed", run.Seed)
        json.WriteString("initializer", run.Initializer)
        json.WriteString("reinitializer", run.Reinitializer)

/// What a report needs beyond the records, as JSON text.
[<AbstractClass; Sealed>]
type ExperimentJson =
    /// The version of the format, which every file names.
    static member FormatVersion = 1L

    /// Indented JSON with keys in a fixed order, ended by a checksum.
    static member Write(experiment: Experiment) =
        JsonText.write (fun json ->
            json.WriteNumber("format", ExperimentJson.FormatVersion)
            json.WriteString("name", experiment.Name)
            json.WriteString("baseline", experiment.Baseline)
            json.WriteBoolean("baseline_is_initializer", experiment.BaselineIsInitializer)
            JsonText.objects json "thresholds" experiment.Thresholds (ExperimentFields.writeThreshold json)
            JsonText.objects json "runs" experiment.Runs (ExperimentFields.writeRun json)
            json.WriteString("manifest", experiment.Manifest))
        |> Checksum.seal

    /// Raises RecordFormatException, with the key and what is wrong with it, where the text is torn, is no experiment or is not what
    /// its checksum says.
    static member Read(text: string) : Experiment =
        parse "the experiment" ExperimentJson.FormatVersion "manifest" ExperimentFields.experiment text
