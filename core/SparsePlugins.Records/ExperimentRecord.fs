namespace SparsePlugins.Records

open System.Collections.Generic

/// A threshold that a report tabulates: `mmcs >= 0.99`.
type ReportThreshold =
    {
        Measurement: string
        /// True for `>=`, false for `<=`.
        AtLeast: bool
        Value: float
    }

/// The comparison that records belong to; a report needs both.
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

    /// True where the manifest lists architectures.
    member experiment.ComparesArchitectures =
        experiment.Runs |> Seq.exists (fun run -> run.Architecture <> "")
