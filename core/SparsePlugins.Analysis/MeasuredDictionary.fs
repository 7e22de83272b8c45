namespace SparsePlugins.Analysis

open SparsePlugins.Records
open SparsePlugins.Statistics

/// A dictionary that was measured and not trained.
[<NoComparison; NoEquality>]
type MeasuredDictionary =
    {
        /// Its path in the manifest.
        Name: string
        /// `top-k(k=4)`; empty while it has no record.
        Architecture: string
        /// The axes that decide the data; empty without any.
        Data: string
        /// One per seed.
        Runs: Run list
        /// Over seeds; without an interval where all seeds measure the same.
        Ends: (MeasurementFacts * Estimate) list
        /// Whether seeds change what it is measured on.
        VariesWithSeed: bool
    }

    /// Those that failed.
    member dictionary.Failures =
        dictionary.Runs |> List.choose _.Record |> List.filter (isSound >> not)
