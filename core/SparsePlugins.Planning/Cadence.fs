namespace SparsePlugins.Planning

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// How often metrics are measured.
module internal Cadence =
    /// The metric of `stop_when` is measured often, so that the run stops soon after it is reached.
    let private decides (setting: Setting) (metric: ListedMetric) =
        setting.Training.StopWhen.Value
        |> Option.exists (fun stop -> stop.Metric = metric.Name)

    /// Whether it needs more than the dictionary, and so takes longer.
    let private readsData (metric: ListedMetric) =
        metric.Entered.Schema.Capabilities.Overlaps [ SourceCapability.EvaluationData; SourceCapability.LanguageModel ]

    /// Steps between two measurements of a metric.
    let every (setting: Setting) (metric: ListedMetric) =
        match metric.Every with
        | Some every -> every
        | None when readsData metric && not (decides setting metric) -> setting.Evaluation.DataEvery.Value
        | None -> setting.Evaluation.Every.Value
