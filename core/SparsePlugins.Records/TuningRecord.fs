namespace SparsePlugins.Records

open System
open System.Collections.Generic

/// A key whose value was chosen, with the values that were tried: `training.learning_rate`, `1.0e-3` and `3.0e-3`.
type TriedKey =
    {
        Path: string
        Values: IReadOnlyList<string>
    }

/// What a combination of values gave a variant.
[<NoComparison>]
type TrialScore =
    {
        /// On average over the sound runs; NaN without any.
        Mean: float
        /// Runs that neither failed nor diverged.
        Sound: int
        /// Of those, the runs that reached the threshold; all where a measurement at the end decides.
        Reached: int
    }

/// What was chosen for a variant.
[<NoComparison>]
type TunedVariant =
    {
        Setting: string
        Architecture: string
        Initializer: string
        Reinitializer: string
        /// The chosen combination, counted from 0; the last key changes first.
        Candidate: int
        /// One value per key.
        Values: IReadOnlyList<string>
        /// One per combination.
        Scores: IReadOnlyList<TrialScore>
    }

    /// `top-k(k=8) + orthogonal + random-points`, after its setting where it has one.
    member variant.Name =
        String.Join(
            " + ",
            [
                variant.Setting
                variant.Architecture
                variant.Initializer
                variant.Reinitializer
            ]
            |> List.filter (fun label -> label <> "" && label <> "none")
        )

    /// `training.learning_rate=0.003, autoencoder.with.l1=0.06`
    member variant.Settings(keys: IReadOnlyList<TriedKey>) =
        String.Join(", ", Seq.map2 (fun (key: TriedKey) value -> $"{key.Path}={value}") keys variant.Values)

/// How the settings of every variant were chosen before variants were compared.
[<NoComparison>]
type TuningRecord =
    {
        /// The measurement at the end, `fvu`, or the threshold, `mmcs >= 0.95`, whose steps count.
        Goal: string
        HigherIsBetter: bool
        /// The threshold; null where a measurement at the end decides.
        Threshold: ReportThreshold | null
        /// None of the comparison.
        Seeds: IReadOnlyList<int64>
        Keys: IReadOnlyList<TriedKey>
        /// Runs that the choice took.
        Runs: int
        Variants: IReadOnlyList<TunedVariant>
    }
