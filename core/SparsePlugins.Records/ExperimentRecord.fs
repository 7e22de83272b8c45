namespace SparsePlugins.Records

open System.Collections.Generic

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
        /// How settings were chosen before; null where nothing was tuned.
        Tuning: TuningRecord | null
        /// Those of its runs, without the one that has no axis. Empty in files of versions that did not write them.
        Settings: IReadOnlyList<ExperimentSetting>
    }

    /// True where the manifest lists architectures.
    member experiment.ComparesArchitectures =
        experiment.Runs |> Seq.exists (fun run -> run.Architecture <> "")

    /// Without the dictionaries that are measured and not trained.
    member experiment.TrainedRuns = experiment.Runs |> Seq.filter _.IsTrained

    /// The same, with how its settings were chosen.
    member experiment.Tuned(tuning: TuningRecord) = { experiment with Tuning = tuning }

    /// The same, with settings as data.
    member experiment.WithSettings(settings: IReadOnlyList<ExperimentSetting>) = { experiment with Settings = settings }

    /// The same, with other runs.
    member experiment.WithRuns(runs: IReadOnlyList<ExperimentRun>) = { experiment with Runs = runs }
