namespace SparsePlugins.Planning

open System

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

        [ "use", JsonText spec.Name; "with", JsonObject options ]

    static member private Autoencoder(contentOf, spec: AutoencoderSpec) =
        JsonObject(
            Canonical.Component(contentOf, spec.Architecture)
            @ [ "features", Json.integer spec.Features ]
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

    static member private Training(spec: TrainingSpec) =
        JsonObject
            [
                "steps", Json.integer spec.Steps
                "batch", Json.integer spec.Batch
                "learning_rate", Json.number spec.LearningRate
                "beta1", Json.number spec.Beta1
                "beta2", Json.number spec.Beta2
                "epsilon", Json.number spec.Epsilon
                "warm_up", Json.integer spec.WarmUp
                "sample", Json.integer spec.Sample
                "stop_when", Canonical.StopWhen spec.StopWhen
                "step", JsonText(Canonical.Step spec.Step)
            ]

    static member private Reinitializer(contentOf, spec: ReinitializerSpec | null) =
        match spec with
        | null -> JsonNull
        | spec ->
            JsonObject(
                Canonical.Component(contentOf, spec.Component)
                @ [
                    "every", Json.integer spec.Every
                    "dead_after", Json.integer spec.DeadAfter
                    "warm_up", Json.integer spec.WarmUp
                ]
            )

    static member private Metric(contentOf, spec: MetricSpec) =
        JsonObject(
            Canonical.Component(contentOf, spec.Component)
            @ [ "every", Json.integer spec.Every ]
        )

    /// One line of JSON with everything that decides a run's result: keys in a fixed order, no white space, ASCII.
    /// `contentOf` turns the path of an input file into what stands for the file's content, such as its hash.
    static member Render(spec: RunSpec, contentOf: Func<string, string>) : string =
        let contentOf path = contentOf.Invoke path

        JsonObject
            [
                "seed", Json.integer spec.Seed
                "source", JsonObject(Canonical.Component(contentOf, spec.Source))
                "autoencoder", Canonical.Autoencoder(contentOf, spec.Autoencoder)
                "training", Canonical.Training spec.Training
                "evaluation", JsonObject [ "samples", Json.integer spec.Evaluation.Samples ]
                "initializer", JsonObject(Canonical.Component(contentOf, spec.Initializer))
                "reinitializer", Canonical.Reinitializer(contentOf, spec.Reinitializer)
                "metrics", JsonArray [ for metric in spec.Metrics -> Canonical.Metric(contentOf, metric) ]
            ]
        |> Json.compact
