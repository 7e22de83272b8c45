namespace SparsePlugins.Specs

open System.Collections.Generic

/// What the settings of a variant are chosen by.
type TuningGoal =
    /// The measurement at the end of runs.
    | BestEnd of metric: string * isHigherBetter: bool
    /// The steps to a threshold, as few as possible.
    | FewestSteps of Threshold

    override goal.ToString() =
        match goal with
        | BestEnd(metric, _) -> metric
        | FewestSteps threshold -> string threshold

/// A key whose value tuning chooses.
type TunedKey =
    {
        /// `training.learning_rate`.
        Path: string
        /// The values that it tries, as the manifest states them.
        Values: IReadOnlyList<string>
    }

/// What tuning chose for a variant.
type ChosenSetting =
    {
        /// As in the comparison: without the tuned keys.
        Setting: string
        Architecture: string
        Initializer: string
        Reinitializer: string
        /// Which combination of values, counted from 0 in the order of `Tuning.Candidates`.
        Candidate: int
    }

    /// Whether it is of the variant that a run belongs to.
    member chosen.IsOf(run: PlannedRun) =
        chosen.Setting = run.Setting
        && chosen.Architecture = run.Architecture
        && chosen.Initializer = run.Initializer
        && chosen.Reinitializer = run.Reinitializer

/// A run that tries a combination of values for a variant.
type Trial =
    {
        Candidate: int
        /// In its place in the comparison, where its setting is without the tuned keys.
        Run: PlannedRun
    }

/// How the settings of every variant are chosen before variants are compared.
type Tuning =
    {
        Goal: TuningGoal
        /// Seeds of the trials; none is of the comparison.
        Seeds: IReadOnlyList<int64>
        Keys: IReadOnlyList<TunedKey>
        /// Every combination of values, in the order of the keys; the last key changes first.
        Candidates: IReadOnlyList<IReadOnlyList<string>>
        /// One for every run of the plan that tunes, in its order.
        Trials: IReadOnlyList<Trial>
        /// What is compared afterwards, here with the first combination for all.
        Comparison: Plan
    }

/// A plan, or every problem of the manifest.
type PlanResult =
    {
        /// Null when there are problems. Of a manifest that tunes: its trials.
        Plan: Plan | null
        /// Null where nothing is tuned, and where the settings are chosen already.
        Tuning: Tuning | null
        /// In the order of their positions.
        Problems: IReadOnlyList<Problem>
        /// What is allowed but probably not meant.
        Warnings: IReadOnlyList<Problem>
    }
