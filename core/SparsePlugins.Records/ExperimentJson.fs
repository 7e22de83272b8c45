namespace SparsePlugins.Records

open System.Collections.Generic
open System.Text.Json
open SparsePlugins.Records.JsonFields

module private ExperimentFields =
    let private names =
        [
            ComparedList.Architectures, "architectures"
            ComparedList.Initializers, "initializers"
            ComparedList.Reinitializers, "reinitializers"
        ]

    let listName list =
        names |> List.find (fst >> (=) list) |> snd

    let private statedList key field =
        let name = text key field

        match names |> List.tryFind (snd >> (=) name) with
        | Some(list, _) -> list
        | None -> fail (get key field).Path $"must be architectures, initializers or reinitializers, got '{name}'"

    /// Versions without a list of architectures wrote `baseline_is_initializer`.
    let private baselineList root =
        match root.Value.TryGetProperty "baseline_is_initializer" with
        | true, _ when flag "baseline_is_initializer" root -> ComparedList.Initializers
        | true, _ -> ComparedList.Reinitializers
        | false, _ -> statedList "baseline_list" root

    let private replaced name field : ReplacedBuild | null =
        let build = get name field

        {
            List = statedList "list" build
            Sha256 = text "sha256" build
        }

    let run field : ExperimentRun =
        {
            Id = text "id" field
            Cohort = text "cohort" field
            Setting = text "setting" field
            Seed = integer "seed" field
            Architecture = optional text "" "architecture" field
            Initializer = text "initializer" field
            Reinitializer = text "reinitializer" field
            Replaced = optional replaced null "replaced" field
        }

    let private settingValue field : SettingValue =
        {
            Key = text "key" field
            Value = text "value" field
        }

    let private setting field : ExperimentSetting =
        {
            Name = text "name" field
            Values = list settingValue "values" field
        }

    let experiment root =
        {
            Name = text "name" root
            Manifest = text "manifest" root
            Baseline = text "baseline" root
            BaselineList = baselineList root
            Thresholds = list TuningJson.threshold "thresholds" root
            Runs = list run "runs" root
            Tuning = TuningJson.tryRead root
            Settings = optional (list setting) [||] "settings" root
        }

    let writeRun (json: Utf8JsonWriter) (run: ExperimentRun) =
        json.WriteString("id", run.Id)
        json.WriteString("cohort", run.Cohort)
        json.WriteString("setting", run.Setting)
        json.WriteNumber("seed", run.Seed)

        if run.Architecture <> "" then
            json.WriteString("architecture", run.Architecture)

        json.WriteString("initializer", run.Initializer)
        json.WriteString("reinitializer", run.Reinitializer)

        match run.Replaced with
        | null -> ()
        | replaced ->
            JsonText.object json "replaced" (fun () ->
                json.WriteString("list", listName replaced.List)
                json.WriteString("sha256", replaced.Sha256))

    let private writeSetting (json: Utf8JsonWriter) (setting: ExperimentSetting) =
        json.WriteString("name", setting.Name)

        JsonText.objects json "values" setting.Values (fun value ->
            json.WriteString("key", value.Key)
            json.WriteString("value", value.Value))

    let writeSettings (json: Utf8JsonWriter) (settings: IReadOnlyList<ExperimentSetting>) =
        if settings.Count > 0 then
            JsonText.objects json "settings" settings (writeSetting json)

/// What a report needs beyond the records, as JSON text.
[<AbstractClass; Sealed>]
type ExperimentJson =
    /// The version of the format, which every file names.
    static member FormatVersion = 1L

    /// Indented JSON with keys in a fixed order, ended by a checksum.
    static member Write(experiment: ExperimentRecord) =
        JsonText.write (fun json ->
            json.WriteNumber("format", ExperimentJson.FormatVersion)
            json.WriteString("name", experiment.Name)
            json.WriteString("baseline", experiment.Baseline)
            json.WriteString("baseline_list", ExperimentFields.listName experiment.BaselineList)
            JsonText.objects json "thresholds" experiment.Thresholds (TuningJson.writeThreshold json)
            ExperimentFields.writeSettings json experiment.Settings
            JsonText.objects json "runs" experiment.Runs (ExperimentFields.writeRun json)
            TuningJson.write json experiment.Tuning
            json.WriteString("manifest", experiment.Manifest))
        |> Checksum.seal

    /// Raises RecordFormatException, with the key and what is wrong with it, where the text is torn, is no experiment or is not what
    /// its checksum says.
    static member Read(text: string) : ExperimentRecord =
        parse "the experiment" ExperimentJson.FormatVersion "manifest" ExperimentFields.experiment text
