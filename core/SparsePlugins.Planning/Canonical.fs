namespace SparsePlugins.Planning

open System
open System.Text.Json
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// The canonical text of a run: equal for equal results, whatever the manifest looked like.
[<AbstractClass; Sealed>]
type Canonical =
    static member private Option(isPath, contentOf: string -> string, value) : Json =
        match value with
        | TextValue path when isPath -> JsonText(contentOf path)
        | ListValue items ->
            JsonArray(
                items
                |> Seq.map (fun item -> Canonical.Option(isPath, contentOf, item))
                |> List.ofSeq
            )
        | FlagValue _
        | IntegerValue _
        | NumberValue _
        | TextValue _ -> Json.ofOption value

    static member private Component(contentOf, spec: ComponentSpec) : (string * Json) list =
        let options =
            spec.Options
            |> Seq.map (fun option ->
                option.Key, Canonical.Option(spec.InputPaths.Contains option.Key, contentOf, option.Value))
            |> Seq.sortWith (fun (a, _) (b, _) -> String.CompareOrdinal(a, b))
            |> List.ofSeq

        [
            "use", JsonText spec.Name
            "with", JsonObject options
            if spec.Neutral.Count > 0 then
                Canon.neutral,
                JsonArray(
                    spec.Neutral
                    |> Seq.sortWith (fun a b -> String.CompareOrdinal(a, b))
                    |> Seq.map JsonText
                    |> List.ofSeq
                )
        ]

    /// Without the keys of its inputs where all of them have their defaults: as it was written before there were any.
    static member private Source(contentOf, source: ComponentSpec, inputs: InputSpec) =
        JsonObject(
            Canonical.Component(contentOf, source)
            @ [
                if not inputs.IsRaw then
                    InputKeys.center.Name, JsonText inputs.Center.Word
                    InputKeys.scale.Name, JsonText inputs.Scale.Word
                    InputKeys.dropLongerThan.Name, Json.number inputs.DropLongerThan
            ]
        )

    static member private Autoencoder(contentOf, spec: AutoencoderSpec) =
        JsonObject(
            Canonical.Component(contentOf, spec.Architecture)
            @ [ AutoencoderKeys.features.Name, Json.integer spec.Features ]
        )

    static member private StopWhen(threshold: Threshold | null) =
        match threshold with
        | null -> JsonNull
        | threshold -> JsonText(threshold.ToString())

    static member private Step(step: StepChoice) =
        match step with
        | AutoStep -> "auto"
        | FusedStep -> "fused"
        | EagerStep -> "eager"
        | StackedStep -> "stacked"

    static member private Decay(shape: DecayShape) =
        match shape with
        | NoDecay -> "none"
        | LinearDecay -> "linear"
        | CosineDecay -> "cosine"

    /// The keys that came later, without those that have their defaults.
    static member private Later(spec: TrainingSpec) =
        [
            if spec.Drops.Count > 0 then
                ScheduleKeys.drops.Name, JsonArray(spec.Drops |> Seq.map Json.integer |> List.ofSeq)
                ScheduleKeys.dropFactor.Name, Json.number spec.DropFactor
            if spec.KFrom > 0 then
                ScheduleKeys.kFrom.Name, Json.integer spec.KFrom
                ScheduleKeys.kDecrease.Name, Json.integer spec.KDecrease
            if spec.Average > 0.0 then
                OptimizerKeys.average.Name, Json.number spec.Average
            match spec.Precision with
            | Float32 -> ()
            | BFloat16 -> TrainingKeys.precision.Name, JsonText "bfloat16"
        ]

    static member private Training(spec: TrainingSpec) =
        JsonObject(
            [
                TrainingKeys.steps.Name, Json.integer spec.Steps
                TrainingKeys.batch.Name, Json.integer spec.Batch
                OptimizerKeys.learningRate.Name, Json.number spec.LearningRate
                OptimizerKeys.beta1.Name, Json.number spec.Beta1
                OptimizerKeys.beta2.Name, Json.number spec.Beta2
                OptimizerKeys.epsilon.Name, Json.number spec.Epsilon
                ScheduleKeys.warmUp.Name, Json.integer spec.WarmUp
                TrainingKeys.sample.Name, Json.integer spec.Sample
                TrainingKeys.stopWhen.Name, Canonical.StopWhen spec.StopWhen
                TrainingKeys.step.Name, JsonText(Canonical.Step spec.Step)
                ScheduleKeys.targetL0.Name, Json.number spec.TargetL0
                ScheduleKeys.sparsityWarmUp.Name, Json.integer spec.SparsityWarmUp
                ScheduleKeys.decay.Name, JsonText(Canonical.Decay spec.Decay)
                ScheduleKeys.decayLast.Name, Json.number spec.DecayLast
                OptimizerKeys.clip.Name, Json.number spec.Clip
                OptimizerKeys.weightDecay.Name, Json.number spec.WeightDecay
            ]
            @ Canonical.Later spec
        )

    static member private Reinitializer(contentOf, spec: ReinitializerSpec | null) =
        match spec with
        | null -> JsonNull
        | spec ->
            JsonObject(
                Canonical.Component(contentOf, spec.Component)
                @ [
                    RevivalKeys.every.Name, Json.integer spec.Every
                    RevivalKeys.deadAfter.Name, Json.integer spec.DeadAfter
                    RevivalKeys.warmUp.Name, Json.integer spec.WarmUp
                    // Came later: without it where it has its default.
                    if spec.Until > 0L then
                        RevivalKeys.until.Name, Json.integer spec.Until
                ]
            )

    static member private Metric(contentOf, spec: MetricSpec) =
        JsonObject(
            Canonical.Component(contentOf, spec.Component)
            @ [ MeasuringKeys.every.Name, Json.integer spec.Every ]
        )

    /// One line of JSON with everything that decides a run's result: keys in a fixed order, no white space, ASCII. Options that decide none are there,
    /// too, and named in `neutral`; the text of a run's `Deciding` has neither.
    /// `contentOf` turns the path of an input file into what stands for the file's content, such as its hash.
    static member Render(spec: RunSpec, contentOf: Func<string, string>) : string =
        let contentOf path = contentOf.Invoke path

        JsonObject
            [
                "seed", Json.integer spec.Seed
                "source", Canonical.Source(contentOf, spec.Source, spec.Inputs)
                "autoencoder", Canonical.Autoencoder(contentOf, spec.Autoencoder)
                "training", Canonical.Training spec.Training
                "evaluation", JsonObject [ EvaluationKeys.samples.Name, Json.integer spec.Evaluation.Samples ]
                "initializer", JsonObject(Canonical.Component(contentOf, spec.Initializer))
                "reinitializer", Canonical.Reinitializer(contentOf, spec.Reinitializer)
                "metrics", JsonArray [ for metric in spec.Metrics -> Canonical.Metric(contentOf, metric) ]
            ]
        |> Json.compact

    /// The same of a dictionary that is measured on the data of a cohort and not trained; `dictionary` stands for its weights.
    /// With `deciding` without the options that decide no result, as ids are made of it.
    static member RenderMeasured
        (cohort: Cohort, metrics: MetricSpec seq, dictionary: string, deciding: bool, contentOf: Func<string, string>)
        : string =
        let contentOf path = contentOf.Invoke path

        let said (spec: ComponentSpec) =
            if deciding then spec.Deciding else spec

        JsonObject
            [
                "seed", Json.integer cohort.Seed
                "source", Canonical.Source(contentOf, said cohort.Source, cohort.Inputs)
                "dictionary", JsonText dictionary
                "training",
                JsonObject
                    [
                        TrainingKeys.batch.Name, Json.integer cohort.Batch
                        TrainingKeys.sample.Name, Json.integer cohort.Sample
                    ]
                "evaluation", JsonObject [ EvaluationKeys.samples.Name, Json.integer cohort.EvaluationSamples ]
                "metrics",
                JsonArray
                    [
                        for metric in metrics -> JsonObject(Canonical.Component(contentOf, said metric.Component))
                    ]
            ]
        |> Json.compact

    /// The run of a canonical text. What the text doesn't hold is empty: places, and of labels all but the name; a path of a file is what
    /// was written for its content, and a number of an option without a fraction is a whole number.
    /// Raises FormatException, with the key and what is wrong with it, for any other text.
    static member Parse(text: string) : RunSpec =
        let parse () =
            try
                JsonDocument.Parse text
            with :? JsonException as error ->
                raise (FormatException($"the text of a run is not JSON: {error.Message}", error))

        use document = parse ()
        CanonicalReader.run document.RootElement
