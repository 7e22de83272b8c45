namespace SparsePlugins.Records

open System.Collections.Generic

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
        /// Measurements, in the order of the manifest's metrics; then the training loss, and what schedules came to where that varied.
        Curves: IReadOnlyList<Curve>
        Reinitializations: IReadOnlyList<ReinitializationEvent>
        /// At step 0 and at the end; empty for a run that failed or diverged, and in records of versions that did not count.
        Coinciding: IReadOnlyList<CoincidingDirections>
        Timings: Timings
        /// SHA-256 of the file with the trained weights, in lower-case hexadecimal; empty where there is none.
        Weights: string
        /// Null where the run failed before it saw data, and in records of versions that did not look at it.
        Data: DataFacts | null
        /// What the dictionary is like at the end; null where the run failed or diverged, and in records of versions that did not look at it.
        Dictionary: DictionaryFacts | null
    }

    /// True where the run met `stop_when` before its first update.
    member record.IsUntrained = record.Outcome = Stopped && record.Steps = 0L

    /// The same, with a spec that differs in what decides no result.
    member record.WithSpec(spec: string) = { record with Spec = spec }

    /// The same, with the SHA-256 of its weights.
    member record.WithWeights(sha256: string) = { record with Weights = sha256 }
