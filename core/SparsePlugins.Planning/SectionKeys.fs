namespace SparsePlugins.Planning

/// Limits that several keys share.
module private Most =
    let million = 1_000_000
    let steps = 1000L * int64 million
    let rows = 16 * million

/// What `autoencoder` says besides its architecture.
type internal AutoencoderRead =
    {
        /// F.
        Features: Stated<int>
    }

module internal AutoencoderKeys =
    let features =
        Key.size "features" (1L, Most.rows) None "features" "F, the features of the dictionary."

    let section: Section<AutoencoderRead> =
        {
            Fields = [ features.Field ]
            Read = fun values -> { Features = Key.get features values }
        }

/// What `training` says.
type internal TrainingRead =
    {
        Steps: Stated<int64>
        Batch: Stated<int>
        LearningRate: Stated<float>
        Beta1: Stated<float>
        Beta2: Stated<float>
        Epsilon: Stated<float>
        WarmUp: Stated<int64>
        Sample: Stated<int>
        Step: Stated<StepChoice>
        StopWhen: Stated<Threshold option>
        /// All of it by name, for options of components that have an effect only with some value of a key.
        ByName: Values
    }

module internal TrainingKeys =
    let steps =
        Key.integer "steps" (1L, Most.steps) None "steps" "Most updates of a run."

    let batch =
        Key.size "batch" (1L, Most.million) (Some 512) "rows" "B, rows of fresh data an update."

    let learningRate = Key.number "learning_rate" (1e-12, 10.0) 3e-3 "Adam's step size."

    let beta1 =
        Key.number "beta1" (0.0, 0.999999) 0.9 "Adam's decay of the mean gradient."

    let beta2 =
        Key.number "beta2" (0.0, 0.99999999) 0.999 "Adam's decay of the mean squared gradient."

    let epsilon =
        Key.number "epsilon" (1e-30, 1.0) 1e-8 "Adam's guard against division by zero."

    let warmUp =
        Key.integer
            "warm_up"
            (0L, Most.steps)
            (Some 0L)
            "steps"
            "Steps over which the learning rate rises to its full value at the start."

    let sample =
        Key.size "sample" (1L, Most.rows) (Some 8192) "rows" "N, rows of training data that initializers see."

    let step =
        Key.choice
            "step"
            [ "auto", AutoStep; "fused", FusedStep; "eager", EagerStep ]
            "How an update is computed: fused is fast and for a CPU, eager is autograd; auto is fused on a CPU where the architecture allows it."

    let stopWhen =
        Key.text
            "stop_when"
            (Some "none")
            "Ends a run early: a listed metric and its bound, or none."
            Thresholds.parseOrNone
        |> Key.formed Thresholds.formOrNone

    let section: Section<TrainingRead> =
        {
            Fields =
                [
                    steps.Field
                    batch.Field
                    learningRate.Field
                    beta1.Field
                    beta2.Field
                    epsilon.Field
                    warmUp.Field
                    sample.Field
                    step.Field
                    stopWhen.Field
                ]
            Read =
                fun values ->
                    {
                        Steps = Key.get steps values
                        Batch = Key.get batch values
                        LearningRate = Key.get learningRate values
                        Beta1 = Key.get beta1 values
                        Beta2 = Key.get beta2 values
                        Epsilon = Key.get epsilon values
                        WarmUp = Key.get warmUp values
                        Sample = Key.get sample values
                        Step = Key.get step values
                        StopWhen = Key.get stopWhen values
                        ByName = values
                    }
        }

    let spec (read: TrainingRead) : TrainingSpec =
        {
            Steps = read.Steps.Value
            Batch = read.Batch.Value
            LearningRate = read.LearningRate.Value
            Beta1 = read.Beta1.Value
            Beta2 = read.Beta2.Value
            Epsilon = read.Epsilon.Value
            WarmUp = read.WarmUp.Value
            Sample = read.Sample.Value
            StopWhen =
                match read.StopWhen.Value with
                | Some threshold -> threshold
                | None -> null
            Step = read.Step.Value
        }

    /// `training.steps`.
    let path (key: Key<'T>) = $"training.{key.Name}"

/// What `evaluation` says.
type internal EvaluationRead =
    {
        Every: Stated<int64>
        DataEvery: Stated<int64>
        Samples: Stated<int>
        Thresholds: Stated<Threshold list>
        /// All of it by name, for options of components that have an effect only with some value of a key.
        ByName: Values
    }

module internal EvaluationKeys =
    let every =
        Key.integer "every" (1L, Most.steps) (Some 10L) "steps" "Steps between measurements of the dictionary alone."

    let dataEvery =
        Key.integer
            "data_every"
            (1L, Most.steps)
            (Some 100L)
            "steps"
            "Steps between measurements that read evaluation data."

    let samples =
        Key.size "samples" (2L, Most.rows) (Some 8192) "rows" "Rows of evaluation data; no run is trained on them."

    let thresholds =
        Key.texts "thresholds" "Bounds whose first crossing reports tabulate." Thresholds.parse
        |> Key.formed Thresholds.form
        |> Key.fixedly

    let section: Section<EvaluationRead> =
        {
            Fields = [ every.Field; dataEvery.Field; samples.Field; thresholds.Field ]
            Read =
                fun values ->
                    {
                        Every = Key.get every values
                        DataEvery = Key.get dataEvery values
                        Samples = Key.get samples values
                        Thresholds = Key.get thresholds values
                        ByName = values
                    }
        }

    /// The part that decides a run's result beside its metrics: the rows.
    let ofRun: Section<int> =
        {
            Fields = [ samples.Field ]
            Read = fun values -> (Key.get samples values).Value
        }

    /// `evaluation.every`.
    let path (key: Key<'T>) = $"evaluation.{key.Name}"

/// When a reinitializer is asked, and for which features.
type internal RevivalRead =
    {
        Every: Stated<int64>
        DeadAfter: Stated<int64>
        WarmUp: Stated<int64>
    }

module internal RevivalKeys =
    let every =
        Key.integer "every" (1L, Most.steps) None "steps" "Steps between two looks for dead features."

    let deadAfter =
        Key.integer
            "dead_after"
            (1L, Most.steps * int64 Most.million)
            None
            "samples"
            "A feature is dead when it has not fired for this many samples."

    let warmUp =
        Key.integer
            "warm_up"
            (0L, Most.steps)
            (Some 0L)
            "steps"
            "Steps over which the learning rate of all parameters rises again after features were revived."

    let section: Section<RevivalRead> =
        {
            Fields = [ every.Field; deadAfter.Field; warmUp.Field ]
            Read =
                fun values ->
                    {
                        Every = Key.get every values
                        DeadAfter = Key.get deadAfter values
                        WarmUp = Key.get warmUp values
                    }
        }

    /// `every=400`, in the order of labels.
    let texts (read: RevivalRead) =
        [ every, read.Every; deadAfter, read.DeadAfter; warmUp, read.WarmUp ]
        |> List.map (fun (key, stated) -> $"{key.Name}={Numerals.integer stated.Value}")

/// How often a metric is measured, where it says so itself.
type internal MeasuringRead = { Every: int64 option }

module internal MeasuringKeys =
    let every =
        Key.integer "every" (1L, Most.steps) None "steps" "Steps between two measurements, in place of evaluation's."
        |> Key.optional
        |> Key.fixedly

    let section: Section<MeasuringRead> =
        {
            Fields = [ every.Field ]
            Read =
                fun values ->
                    {
                        Every = Key.tryGet every values |> Option.map _.Value
                    }
        }
