namespace SparsePlugins.Manifests

open SparsePlugins.Specs

/// What `training` says.
type TrainingRead =
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
        Drops: Stated<int64 list>
        DropFactor: Stated<float>
        KFrom: Stated<int>
        KDecrease: Stated<int64>
        WeightDecay: Stated<float>
        Average: Stated<float>
        Precision: Stated<Precision>
        /// All of it by name, for options of components that have an effect only with some value of a key.
        ByName: Values
    }

module TrainingKeys =
    let steps =
        Key.integer "steps" (1L, Most.steps) None "steps" "Most updates of a run."

    let batch =
        Key.size "batch" (1L, Most.million) (Some 512) "rows" "B, rows of fresh data per update."

    let sample =
        Key.size "sample" (1L, Most.rows) (Some 8192) "rows" "N, rows of training data that initializers see."

    let step =
        Key.choice
            "step"
            [
                "auto", AutoStep
                "fused", FusedStep
                "stacked", StackedStep
                "eager", EagerStep
            ]
            "How an update is computed: fused is fast, on a CPU; stacked updates equal variants, of all seeds, together, for a GPU; eager is autograd. auto is fused on a CPU and stacked on a GPU, where the architecture allows it."

    let precision =
        Key.choice
            "precision"
            [ "float32", Float32; "bfloat16", BFloat16 ]
            "What the products of an update are computed in: bfloat16, for GPUs that have it, takes the stacked step and rounds the factors and results of encoding, of decoding and of their gradients; parameters, sums and losses stay float32."

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
                    OptimizerKeys.learningRate.Field
                    OptimizerKeys.beta1.Field
                    OptimizerKeys.beta2.Field
                    OptimizerKeys.epsilon.Field
                    ScheduleKeys.warmUp.Field
                    ScheduleKeys.targetL0.Field
                    ScheduleKeys.sparsityWarmUp.Field
                    ScheduleKeys.decay.Field
                    ScheduleKeys.decayLast.Field
                    ScheduleKeys.drops.Field
                    ScheduleKeys.dropFactor.Field
                    ScheduleKeys.kFrom.Field
                    ScheduleKeys.kDecrease.Field
                    OptimizerKeys.clip.Field
                    OptimizerKeys.weightDecay.Field
                    OptimizerKeys.average.Field
                    sample.Field
                    step.Field
                    precision.Field
                    stopWhen.Field
                ]
            Read =
                fun values ->
                    {
                        Steps = Key.get steps values
                        Batch = Key.get batch values
                        LearningRate = Key.get OptimizerKeys.learningRate values
                        Beta1 = Key.get OptimizerKeys.beta1 values
                        Beta2 = Key.get OptimizerKeys.beta2 values
                        Epsilon = Key.get OptimizerKeys.epsilon values
                        WarmUp = Key.get ScheduleKeys.warmUp values
                        Sample = Key.get sample values
                        Step = Key.get step values
                        StopWhen = Key.get stopWhen values
                        TargetL0 = Key.get ScheduleKeys.targetL0 values
                        SparsityWarmUp = Key.get ScheduleKeys.sparsityWarmUp values
                        Decay = Key.get ScheduleKeys.decay values
                        DecayLast = Key.get ScheduleKeys.decayLast values
                        Clip = Key.get OptimizerKeys.clip values
                        WeightDecay = Key.get OptimizerKeys.weightDecay values
                        Drops = Key.get ScheduleKeys.drops values
                        DropFactor = Key.get ScheduleKeys.dropFactor values
                        KFrom = Key.get ScheduleKeys.kFrom values
                        KDecrease = Key.get ScheduleKeys.kDecrease values
                        Average = Key.get OptimizerKeys.average values
                        Precision = Key.get precision values
                        ByName = values
                    }
        }

    /// Of a manifest that trains nothing: the defaults.
    let untrained: TrainingRead =
        section.Fields
        |> List.map (fun field ->
            let value =
                field.Option.Default
                |> Option.ofObj
                |> Option.defaultValue (IntegerValue Most.steps)

            field.Option.Name,
            {
                Value = OptionText.normalize field.Option.Type value
                Position = None
            })
        |> Map.ofList
        |> section.Read

    /// Keys that the canonical text has only where they differ from their defaults: it was written before there were any.
    let later =
        [
            ScheduleKeys.drops.Field
            ScheduleKeys.dropFactor.Field
            ScheduleKeys.kFrom.Field
            ScheduleKeys.kDecrease.Field
            OptimizerKeys.average.Field
            precision.Field
        ]

    /// Keys that hold for every variant: they decide the data, the budget or how an update is computed.
    let shared =
        [
            steps.Field
            batch.Field
            sample.Field
            step.Field
            precision.Field
            stopWhen.Field
        ]

    /// Keys that an entry of the list of architectures may state for itself; what it doesn't state is that of `training`.
    let own =
        section.Fields
        |> List.filter (fun field -> shared |> List.forall (fun shared -> shared.Option.Name <> field.Option.Name))
        |> List.map (fun field ->
            { field with
                Option = { field.Option with Default = null }
                Required = false
            })

    /// With what an architecture states for itself.
    let withOwn (own: Values) (read: TrainingRead) : TrainingRead =
        if own.IsEmpty then
            read
        else
            Map.fold (fun values name value -> Map.add name value values) read.ByName own
            |> section.Read

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
            Drops = Array.ofList read.Drops.Value
            DropFactor = read.DropFactor.Value
            KFrom = read.KFrom.Value
            KDecrease = read.KDecrease.Value
            Average = read.Average.Value
            Precision = read.Precision.Value
        }

    /// `training.steps`.
    let path (key: Key<'T>) = $"training.{key.Name}"
