namespace SparsePlugins.Planning

/// How often metrics are measured.
module internal Cadence =
    /// The metric of `stop_when` is measured often, so that the run stops soon after it is reached.
    let private decides (setting: Setting) (metric: ListedMetric) =
        setting.Training.StopWhen.Value
        |> Option.exists (fun stop -> stop.Metric = metric.Name)

    /// Steps between two measurements of a metric.
    let every (setting: Setting) (metric: ListedMetric) =
        match metric.Every with
        | Some every -> every
        | None when metric.Entered.Schema.ReadsData && not (decides setting metric) ->
            setting.Evaluation.DataEvery.Value
        | None -> setting.Evaluation.Every.Value
