namespace SparsePlugins.Records

open System
open System.Collections.Generic
open System.Text.Json
open SparsePlugins.Records.JsonFields

module private RecordFields =
    let outcomeText =
        function
        | Completed -> "completed"
        | Stopped -> "stopped"
        | Diverged -> "diverged"
        | Failed -> "failed"

    let outcome record =
        match text "outcome" record with
        | "completed" -> Completed
        | "stopped" -> Stopped
        | "diverged" -> Diverged
        | "failed" -> Failed
        | other -> fail "outcome" $"must be completed, stopped, diverged or failed, got '{other}'"

    let plugin field =
        {
            Name = text "name" field
            Version = text "version" field
            Sha256 = text "sha256" field
        }

    let environment field : RunEnvironment =
        {
            Version = text "version" field
            Dotnet = text "dotnet" field
            TorchSharp = text "torchsharp" field
            LibTorch = text "libtorch" field
            Os = text "os" field
            Cpu = text "cpu" field
            VectorBits = count "vector_bits" field
            Device = text "device" field
            Threads = count "threads" field
            Step = text "step" field
            Arithmetic = optional text "" "arithmetic" field
        }

    /// Names of the metrics; empty where the spec doesn't say.
    let private metrics root =
        match root.Value.GetProperty("spec").TryGetProperty "metrics" with
        | true, listed when listed.ValueKind = JsonValueKind.Array ->
            [
                for metric in listed.EnumerateArray() do
                    if metric.ValueKind = JsonValueKind.Object then
                        match metric.TryGetProperty "use" with
                        | true, name -> string (name.GetString())
                        | false, _ -> ()
            ]
        | _ -> []

    let curves root : IReadOnlyList<Curve> =
        let curves = list CurveFields.curve "curves" root

        let isEarlier =
            (get "curves" root).Value.EnumerateArray()
            |> Seq.exists (fun curve -> not (fst (curve.TryGetProperty "metric")))

        if isEarlier then
            curves |> List.ofSeq |> EarlierCurves.complete (metrics root) |> Array.ofList :> _
        else
            curves

    let event field : ReinitializationEvent =
        {
            Step = integer "step" field
            Features = counts "features" field
            LeftDead = optional count 0 "left_dead" field
            Coinciding = optional count 0 "coinciding" field
        }

    let private coincidence field : CoincidingDirections =
        {
            Step = integer "step" field
            Features = count "features" field
        }

    let coinciding root =
        optional (list coincidence) [||] "coinciding" root

    let timings field =
        {
            TrainingSeconds = number "training_seconds" field
            EvaluationSeconds = number "evaluation_seconds" field
            DataSeconds = number "data_seconds" field
        }

    let record root =
        {
            Id = text "id" root
            Seed = integer "seed" root
            Source = text "source" root
            Architecture = optional text "" "architecture" root
            Initializer = text "initializer" root
            Reinitializer = text "reinitializer" root
            Outcome = outcome root
            Message = text "message" root
            Steps = integer "steps" root
            Batch = count "batch" root
            Spec = (get "spec" root).Value.GetRawText()
            Plugins = list plugin "plugins" root
            Environment = environment (get "environment" root)
            Curves = curves root
            Reinitializations = list event "reinitializations" root
            Coinciding = coinciding root
            Timings = timings (get "timings" root)
            Weights = optional text "" "weights" root
            Data = DataJson.read root
            Dictionary = DictionaryJson.read root
        }

    let writeEnvironment (json: Utf8JsonWriter) (environment: RunEnvironment) =
        json.WriteString("version", environment.Version)
        json.WriteString("dotnet", environment.Dotnet)
        json.WriteString("torchsharp", environment.TorchSharp)
        json.WriteString("libtorch", environment.LibTorch)
        json.WriteString("os", environment.Os)
        json.WriteString("cpu", environment.Cpu)
        json.WriteNumber("vector_bits", environment.VectorBits)
        json.WriteString("device", environment.Device)
        json.WriteNumber("threads", environment.Threads)
        json.WriteString("step", environment.Step)

        if environment.Arithmetic <> "" then
            json.WriteString("arithmetic", environment.Arithmetic)

    let writePlugin (json: Utf8JsonWriter) (plugin: PluginAssembly) =
        json.WriteString("name", plugin.Name)
        json.WriteString("version", plugin.Version)
        json.WriteString("sha256", plugin.Sha256)

    let writeEvent (json: Utf8JsonWriter) (event: ReinitializationEvent) =
        json.WriteNumber("step", event.Step)
        JsonText.integers json "features" (Seq.map int64 event.Features)
        json.WriteNumber("left_dead", event.LeftDead)
        json.WriteNumber("coinciding", event.Coinciding)

    let writeCoinciding (json: Utf8JsonWriter) (coinciding: CoincidingDirections) =
        json.WriteNumber("step", coinciding.Step)
        json.WriteNumber("features", coinciding.Features)

    let writeTimings json (timings: Timings) =
        JsonText.number json "training_seconds" timings.TrainingSeconds
        JsonText.number json "evaluation_seconds" timings.EvaluationSeconds
        JsonText.number json "data_seconds" timings.DataSeconds

/// Run records as JSON text.
[<AbstractClass; Sealed>]
type RecordJson =
    /// The version of the format, which every file names.
    static member FormatVersion = 1L

    /// Indented JSON with keys in a fixed order: curves are one line each, timings come last, and a checksum over all of it ends it.
    static member Write(record: RunRecord) =
        JsonText.write (fun json ->
            json.WriteNumber("format", RecordJson.FormatVersion)
            json.WriteString("id", record.Id)
            json.WriteNumber("seed", record.Seed)
            json.WriteString("source", record.Source)

            if record.Architecture <> "" then
                json.WriteString("architecture", record.Architecture)

            json.WriteString("initializer", record.Initializer)
            json.WriteString("reinitializer", record.Reinitializer)
            json.WriteString("outcome", RecordFields.outcomeText record.Outcome)
            json.WriteString("message", record.Message)
            json.WriteNumber("steps", record.Steps)
            json.WriteNumber("batch", record.Batch)
            json.WritePropertyName "spec"
            json.WriteRawValue record.Spec
            JsonText.objects json "plugins" record.Plugins (RecordFields.writePlugin json)
            JsonText.object json "environment" (fun () -> RecordFields.writeEnvironment json record.Environment)
            JsonText.objects json "curves" record.Curves (CurveFields.write json)
            JsonText.objects json "reinitializations" record.Reinitializations (RecordFields.writeEvent json)
            JsonText.objects json "coinciding" record.Coinciding (RecordFields.writeCoinciding json)

            DataJson.write json record.Data
            DictionaryJson.write json record.Dictionary

            if record.Weights <> "" then
                json.WriteString("weights", record.Weights)

            JsonText.object json "timings" (fun () -> RecordFields.writeTimings json record.Timings))
        |> Checksum.seal

    /// Raises RecordFormatException, with the key and what is wrong with it, where the text is torn, is no record or is not what its
    /// checksum says. A record of a version that wrote no checksum is read without.
    static member Read(text: string) : RunRecord =
        parse "the record" RecordJson.FormatVersion "timings" RecordFields.record text

    /// Whether a text that Read accepted carries a checksum.
    static member HasChecksum(text: string) = Checksum.isPresent text

    /// The text of a record up to its timings, so without its checksum: equal for two runs of one manifest on one machine.
    static member WithoutTimings(text: string) =
        match text.LastIndexOf(",\n  \"timings\": {", StringComparison.Ordinal) with
        | -1 -> fail "timings" "is missing"
        | start -> text.Substring(0, start) + "\n}\n"
