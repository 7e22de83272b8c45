namespace SparsePlugins.Specs

open System
open System.Collections.Generic
open SparsePlugins.Yaml

/// A component as a manifest asks for it.
type ComponentSpec =
    {
        Kind: ComponentKind
        Name: string
        /// Every option, defaults filled in, in the order of declaration.
        Options: IReadOnlyList<KeyValuePair<string, OptionValue>>
        /// Where each option that the manifest states is stated, by option name.
        OptionPositions: IReadOnlyDictionary<string, Position>
        /// The options whose values are paths of files that the component reads.
        InputPaths: IReadOnlySet<string>
        /// The options that change neither rows nor results.
        Neutral: IReadOnlySet<string>
        /// `mean-residual(ratio=0.2)`: the name and the options that differ from their defaults.
        Label: string
        Position: Position
        /// The key from the root, `initializers[1]`.
        Path: string
    }

    /// The same component with the options alone that decide a result.
    member spec.Deciding =
        { spec with
            Options =
                spec.Options
                |> Seq.filter (fun option -> not (spec.Neutral.Contains option.Key))
                |> Array.ofSeq
            Neutral = HashSet()
        }

/// Which way a threshold is crossed.
type Crossing =
    | AtLeast
    | AtMost

/// `mmcs >= 0.99`.
type Threshold =
    {
        Metric: string
        Crossing: Crossing
        Value: float
    }

    override threshold.ToString() =
        let sign =
            match threshold.Crossing with
            | AtLeast -> ">="
            | AtMost -> "<="

        $"{threshold.Metric} {sign} {Numerals.number threshold.Value}"

type AutoencoderSpec =
    {
        /// F.
        Features: int
        Architecture: ComponentSpec
    }

/// How an update is computed; the results agree within rounding.
type StepChoice =
    /// Where the architecture equals a fused form, fused on a CPU and stacked on a GPU; eager elsewhere.
    | AutoStep
    /// By hand-written vector code; CPU only.
    | FusedStep
    /// By autograd.
    | EagerStep
    /// Of all runs that have equal forms and shapes together, as batched products.
    | StackedStep

/// What the products of encoding, of decoding and of their gradients are computed in; parameters, moments, sums and losses are float32.
type Precision =
    | Float32
    /// Factors and results are rounded to 8 bits of mantissa; sums within a product are float32 on a GPU.
    | BFloat16

/// How the learning rate falls at the end of a run.
type DecayShape =
    /// It doesn't.
    | NoDecay
    /// In a straight line to zero.
    | LinearDecay
    /// Along half a wave of a cosine to zero.
    | CosineDecay

type TrainingSpec =
    {
        /// Most updates.
        Steps: int64
        /// B, rows an update.
        Batch: int
        LearningRate: float
        Beta1: float
        Beta2: float
        Epsilon: float
        /// Steps over which the learning rate rises at the start.
        WarmUp: int64
        /// N, rows of the initialization sample.
        Sample: int
        /// Null: train all steps.
        StopWhen: Threshold | null
        Step: StepChoice
        /// The mean number of active features to which the sparsity penalty is steered; 0 leaves it as it is.
        TargetL0: float
        /// Steps over which the sparsity penalty rises at the start.
        SparsityWarmUp: int64
        Decay: DecayShape
        /// Which part of the steps, from the end, the decay takes; in (0, 1].
        DecayLast: float
        /// Largest norm of the gradient of all parameters together; 0 for any.
        Clip: float
        /// What a weight loses of itself in an update, divided by the learning rate.
        WeightDecay: float
        /// The steps after which the learning rate is multiplied by `DropFactor`.
        Drops: IReadOnlyList<int64>
        DropFactor: float
        /// Codes of a row that the first update keeps; 0 for as many as the architecture says.
        KFrom: int
        /// Steps over which k falls from `KFrom` to that of the architecture.
        KDecrease: int64
        /// Decay of the average of the weights that is evaluated; 0 for none.
        Average: float
        Precision: Precision
    }

type EvaluationSpec =
    {
        /// Rows of evaluation data.
        Samples: int
    }

type ReinitializerSpec =
    {
        Component: ComponentSpec
        /// Steps between two looks for dead features.
        Every: int64
        /// A feature is dead when it has not fired for this many samples.
        DeadAfter: int64
        /// Steps over which the learning rate of all parameters rises again after features were revived.
        WarmUp: int64
        /// The last step after which features are revived; 0 for the end of the run.
        Until: int64
    }

type MetricSpec =
    {
        Component: ComponentSpec
        /// Steps between two measurements; the first and the last step are always measured.
        Every: int64
    }

/// One dictionary to train once: everything that decides its result, and nothing else.
type RunSpec =
    {
        Seed: int64
        Source: ComponentSpec
        /// What is done to its rows.
        Inputs: InputSpec
        Autoencoder: AutoencoderSpec
        Training: TrainingSpec
        Evaluation: EvaluationSpec
        Initializer: ComponentSpec
        /// Null for `none`.
        Reinitializer: ReinitializerSpec | null
        Metrics: IReadOnlyList<MetricSpec>
    }

    /// The same run with another way to compute an update.
    member run.WithStep(step: StepChoice) =
        { run with
            Training = { run.Training with Step = step }
        }

    /// The same run with the options alone that decide its result.
    member run.Deciding =
        { run with
            Source = run.Source.Deciding
            Autoencoder =
                { run.Autoencoder with
                    Architecture = run.Autoencoder.Architecture.Deciding
                }
            Initializer = run.Initializer.Deciding
            Reinitializer =
                match run.Reinitializer with
                | null -> null
                | revival ->
                    { revival with
                        Component = revival.Component.Deciding
                    }
            Metrics =
                [|
                    for metric in run.Metrics ->
                        { metric with
                            Component = metric.Component.Deciding
                        }
                |]
        }

/// What a run has of an axis: `autoencoder.l1`, `0.06`.
type AxisValue = { Key: string; Value: string }

/// A run in its place in the comparison.
type PlannedRun =
    {
        Spec: RunSpec
        /// Of the `each` axes outside the compared lists, in the order of the manifest.
        Values: IReadOnlyList<AxisValue>
        /// The label of an entry of the list `architectures`; empty where the manifest has no such list.
        Architecture: string
        /// Labels as tables, records and CSV show them.
        Initializer: string
        /// `none`, or the label of the reinitializer.
        Reinitializer: string
    }

    /// The name of its setting, `autoencoder.l1=0.06,training.steps=500`; empty where there are no axes.
    member run.Setting =
        System.String.Join(',', run.Values |> Seq.map (fun axis -> $"{axis.Key}={axis.Value}"))

/// Runs that see the same batches: they share seed, source, batch size and sample.
type Cohort =
    {
        /// `seed=1`, or `source.activation_dim=128,seed=1`.
        Name: string
        Seed: int64
        Source: ComponentSpec
        /// What is done to its rows.
        Inputs: InputSpec
        Batch: int
        Sample: int
        EvaluationSamples: int
        Runs: IReadOnlyList<PlannedRun>
    }

/// Which list of the manifest the baseline stands in; comparisons hold the others fixed.
type Axis =
    | Initializers
    | Architectures
    | Reinitializers

type Baseline = { Axis: Axis; Label: string }

type Device =
    | Auto
    | Cpu
    | Cuda

/// Trained dictionaries that a manifest measures beside its own.
type StatedDictionary =
    {
        /// The path as written, relative to the manifest; `*` and `?` in its last part match several files.
        Path: string
        /// `dictionaries[0]`.
        Key: string
        Position: Position
    }

/// A manifest, checked whole.
type Plan =
    {
        Name: string
        Device: Device
        Seeds: IReadOnlyList<int64>
        Cohorts: IReadOnlyList<Cohort>
        Baseline: Baseline
        /// Thresholds that reports tabulate: those of `evaluation.thresholds`, then that of `training.stop_when`, without repetition.
        Thresholds: IReadOnlyList<Threshold>
        /// What is measured without being trained; none in a plan of trials.
        Dictionaries: IReadOnlyList<StatedDictionary>
        /// Where it asks for the agreement of seeds; null where it doesn't, and in a plan of trials.
        Agreement: Position | null
        /// Every metric, at any cadence.
        Metrics: IReadOnlyList<MetricSpec>
    }

/// A plugin that a manifest brings along.
type StatedPlugin =
    {
        /// The path as written, relative to the manifest.
        Path: string
        /// `plugins[0]`.
        Key: string
        Position: Position
    }
