namespace SparsePlugins.Records

open System.Collections.Generic

/// An assembly that took part in a run.
type PluginAssembly =
    {
        Name: string
        Version: string
        /// Lower-case hexadecimal SHA-256 of the file.
        Sha256: string
    }

/// The machine and the software that computed a run.
type RunEnvironment =
    {
        /// Version of SparsePlugins.
        Version: string
        Dotnet: string
        TorchSharp: string
        LibTorch: string
        Os: string
        /// The processor's model name.
        Cpu: string
        /// Width of the widest hardware vector, bits.
        VectorBits: int
        /// `cpu` or `cuda: NVIDIA H100`.
        Device: string
        /// Threads of libtorch.
        Threads: int
        /// `eager` or `fused`.
        Step: string
        /// The build of libtorch, and the kernels that it and the libraries below it take; empty in records of versions that did not say.
        Arithmetic: string
    }

    /// The same, with another step.
    member environment.WithStep(step: string) = { environment with Step = step }

/// The side on which a measurement is better.
[<RequireQualifiedAccess>]
type BetterSide =
    | Higher
    | Lower
    /// It describes.
    | Neither

/// What a report shows of a measurement besides its values.
[<RequireQualifiedAccess>]
type ReportedAs =
    | Plain
    /// The share of the dictionary features that are dead, 0 to 1: revivals stand below its curve, and a large one is a warning.
    | DeadFeatures
    /// One tenth of the true features by firing probability: 1 fires least often, 10 most often. Those of one series share a table.
    | Decile of series: string * number: int

/// What is measured. The metric says it, so that a report knows no measurement by name.
type MeasurementFacts =
    {
        /// `mmcs`, `mmcs-decile-1`, `loss`.
        Name: string
        /// The metric that measured it; empty for the training loss, which no metric measures.
        Metric: string
        /// `MMCS`; empty where it has none but its name.
        DisplayName: string
        /// Half a sentence; empty where the metric declares none.
        Meaning: string
        /// Empty for a ratio.
        Unit: string
        Better: BetterSide
        ReportedAs: ReportedAs
    }

    /// The metric's own measurement, the one that has its name.
    member facts.IsOwn = facts.Name = facts.Metric

    member facts.IsTrainingLoss = facts.Metric = ""

    /// What a heading calls it.
    member facts.Title =
        if facts.DisplayName = "" then
            facts.Name
        else
            facts.DisplayName

/// A measurement over training. Steps and values have one length; steps ascend. Values may be NaN, which is unlike itself, so curves and
/// records can't be compared with `=`.
[<NoComparison; NoEquality>]
type Curve =
    {
        Facts: MeasurementFacts
        Steps: IReadOnlyList<int64>
        /// NaN where undefined.
        Values: IReadOnlyList<float>
    }

    /// The measurement's name.
    member curve.Measurement = curve.Facts.Name

/// A look at dead features that found some.
type ReinitializationEvent =
    {
        Step: int64
        /// Those that were given new weights; none where no new direction was found.
        Features: IReadOnlyList<int>
        /// Dead features for which there was no new direction.
        LeftDead: int
        /// New directions that a living feature had, or another new one.
        Coinciding: int
    }

/// Features that share their direction with an earlier feature: cosine 1 - 1e-6 or more.
type CoincidingDirections = { Step: int64; Features: int }

/// How a run ended.
type Outcome =
    /// It made every step.
    | Completed
    /// It reached its `stop_when`.
    | Stopped
    /// The loss or a weight stopped being finite.
    | Diverged
    /// A component failed.
    | Failed

/// Wall-clock seconds; the only part of a record that two runs of one manifest may disagree on.
type Timings =
    {
        /// Updates alone.
        TrainingSeconds: float
        /// Metrics alone.
        EvaluationSeconds: float
        /// The cohort's data, which its runs share.
        DataSeconds: float
    }

/// What all rows of a recorded source are like.
type SurveyFacts =
    {
        Rows: int64
        TrainingRows: int64
        HeldOutRows: int64
        /// Rows that remain where each is counted once.
        DistinctRows: int64
        /// How often the most frequent row occurs.
        MostCopies: int64
        /// Rows whose copy is in an earlier file.
        RowsOfEarlierFiles: int64
        ZeroRows: int64
        /// Euclidean norm of the shortest row that is not zero.
        ShortestLength: float
        LongestLength: float
        /// Share of the variance that the longest hundredth of the rows holds, 0 to 1.
        VarianceOfLongest: float
    }

/// The data that a run saw.
type DataFacts =
    {
        /// Rows that metrics were measured on; fewer than the manifest asks for where fewer are held out.
        EvaluationRows: int64
        /// False where all of those are equal: what is relative to their variance is undefined.
        EvaluationVaries: bool
        /// Null where the source makes its data, or doesn't say what it is like.
        Survey: SurveyFacts | null
        /// What a reader should know about the data before believing the numbers, one sentence each.
        Notes: IReadOnlyList<string>
    }

/// Everything that is known of one trained dictionary.
[<NoComparison; NoEquality>]
type RunRecord =
    {
        /// Lower-case hexadecimal hash of the resolved spec and what computes it; also the file's name.
        Id: string
        /// The resolved spec as canonical JSON: keys in a fixed order, no white space.
        Spec: string
        Seed: int64
        Source: string
        /// Its label, `top-k(k=8)`; empty in records of versions that did not say.
        Architecture: string
        Initializer: string
        Reinitializer: string
        Plugins: IReadOnlyList<PluginAssembly>
        Environment: RunEnvironment
        Outcome: Outcome
        /// Why it failed or diverged; otherwise empty.
        Message: string
        /// Updates made.
        Steps: int64
        /// Rows per update.
        Batch: int
        /// Measurements, in the order of the manifest's metrics; the training loss is one of them, last.
        Curves: IReadOnlyList<Curve>
        Reinitializations: IReadOnlyList<ReinitializationEvent>
        /// At step 0 and at the end; empty for a run that failed or diverged, and in records of versions that did not count.
        Coinciding: IReadOnlyList<CoincidingDirections>
        Timings: Timings
        /// SHA-256 of the file with the trained weights, in lower-case hexadecimal; empty where there is none.
        Weights: string
        /// Null where the run failed before it saw data, and in records of versions that did not look at it.
        Data: DataFacts | null
    }

    /// Whether it met `stop_when` before its first update.
    member record.IsUntrained = record.Outcome = Stopped && record.Steps = 0L

    /// The same, with the SHA-256 of its weights.
    member record.WithWeights(sha256: string) = { record with Weights = sha256 }

/// A list of the manifest whose entries are compared.
[<RequireQualifiedAccess>]
type ComparedList =
    | Architectures
    | Initializers
    | Reinitializers

    /// In the order in which names of variants give their labels.
    static member All =
        [
            ComparedList.Architectures
            ComparedList.Initializers
            ComparedList.Reinitializers
        ]

/// The build of a plugin that made a run, which another one has replaced since while a sweep was watched.
type ReplacedBuild =
    {
        /// The list with the entry that the plugin brings.
        List: ComparedList
        /// SHA-256 of the replaced build, in lower-case hexadecimal.
        Sha256: string
    }

/// A run's place in an experiment.
type ExperimentRun =
    {
        Id: string
        Cohort: string
        Setting: string
        Seed: int64
        /// The label of an entry of the list `architectures`; empty where the manifest has no such list.
        Architecture: string
        Initializer: string
        /// `none`, or a label.
        Reinitializer: string
        /// Null for a run of the builds as they are.
        Replaced: ReplacedBuild | null
    }

    /// What the manifest calls the entry that it has of a list.
    member run.EntryIn(list: ComparedList) =
        match list with
        | ComparedList.Architectures -> run.Architecture
        | ComparedList.Initializers -> run.Initializer
        | ComparedList.Reinitializers -> run.Reinitializer

    /// The same, with the build where that was replaced: `noisy-sample [build 3f2a1c9]`.
    member run.LabelIn(list: ComparedList) =
        match run.Replaced with
        | null -> run.EntryIn list
        | replaced when replaced.List = list ->
            $"{run.EntryIn list} [build {replaced.Sha256.Substring(0, min 7 replaced.Sha256.Length)}]"
        | _ -> run.EntryIn list

    /// `top-k(k=8) + orthogonal + random-points`: its labels, without those that say nothing.
    member run.Name =
        let labels =
            [
                if run.Architecture <> "" then
                    run.LabelIn ComparedList.Architectures
                run.LabelIn ComparedList.Initializers
                if run.Reinitializer <> "none" then
                    run.LabelIn ComparedList.Reinitializers
            ]

        System.String.Join(" + ", labels)

    /// The same place for a run that another build made.
    member run.OfReplaced(id: string, build: ReplacedBuild) = { run with Id = id; Replaced = build }

/// A threshold that a report tabulates: `mmcs >= 0.99`.
type ReportThreshold =
    {
        Measurement: string
        /// True for `>=`, false for `<=`.
        AtLeast: bool
        Value: float
    }

/// What a report needs beyond the records: the comparison that they belong to.
type ExperimentRecord =
    {
        Name: string
        /// The manifest as it was run.
        Manifest: string
        /// Label of the baseline, and the list in which it stands.
        Baseline: string
        BaselineList: ComparedList
        Thresholds: IReadOnlyList<ReportThreshold>
        /// In the order of the manifest.
        Runs: IReadOnlyList<ExperimentRun>
    }

    /// Whether its manifest lists architectures.
    member experiment.ComparesArchitectures =
        experiment.Runs |> Seq.exists (fun run -> run.Architecture <> "")
