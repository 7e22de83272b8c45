namespace SparsePlugins.Planning

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
        TargetL0: Stated<float>
        SparsityWarmUp: Stated<int64>
        Decay: Stated<DecayShape>
        DecayLast: Stated<float>
        Clip: Stated<float>
        WeightDecay: Stated<float>
        /// All of it by name, for options of components that have an effect only with some value of a key.
        ByName: Values
    }

module internal TrainingKeys =
    let steps =
        Key.integer "steps" (1L, Most.steps) None "steps" "Most updates of a run."

    let batch =
        Key.size "batch" (1L, Most.million) (Some 512) "rows" "B, rows of fresh data per update."

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

    let targetL0 =
        Key.number
            "target_l0"
            (0.0, 1e7)
            0.0
            "Steers what makes codes sparse, such as an L1 penalty, until this many features are active on average. 0 leaves it as it is."

    let sparsityWarmUp =
        Key.integer
            "sparsity_warm_up"
            (0L, Most.steps)
            (Some 0L)
            "steps"
            "Steps over which what makes codes sparse, such as an L1 penalty, rises to its full weight at the start."

    let decay =
        Key.choice
            "decay"
            [ "none", NoDecay; "linear", LinearDecay; "cosine", CosineDecay ]
            "How the learning rate falls to zero at the end of a run."

    let decayLast =
        Key.number
            "decay_last"
            (1e-6, 1.0)
            0.2
            "Fraction of the steps, at the end of a run, over which the learning rate falls."

    let clip =
        Key.number
            "clip"
            (0.0, 1e12)
            0.0
            "Largest norm of the gradient of all parameters together; a longer one is scaled down. 0 is none. Needs the eager step, which step: auto selects."

    let weightDecay =
        Key.number
            "weight_decay"
            (0.0, 1.0)
            0.0
            "Share of every trained parameter that an update takes away, times the learning rate (AdamW). Needs the eager step, which step: auto selects."

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

    let section: KeySection<TrainingRead> =
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
                    targetL0.Field
                    sparsityWarmUp.Field
                    decay.Field
                    decayLast.Field
                    clip.Field
                    weightDecay.Field
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
                        TargetL0 = Key.get targetL0 values
                        SparsityWarmUp = Key.get sparsityWarmUp values
                        Decay = Key.get decay values
                        DecayLast = Key.get decayLast values
                        Clip = Key.get clip values
                        WeightDecay = Key.get weightDecay values
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
            TargetL0 = read.TargetL0.Value
            SparsityWarmUp = read.SparsityWarmUp.Value
            Decay = read.Decay.Value
            DecayLast = read.DecayLast.Value
            Clip = read.Clip.Value
            WeightDecay = read.WeightDecay.Value
        }

    /// `training.steps`.
    let path (key: Key<'T>) = $"training.{key.Name}"
