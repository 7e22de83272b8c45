namespace SparsePlugins.Planning

/// How often metrics are measured.
module internal Cadence =
    /// The metric of `stop_when` is measured often, so that the run stops soon after it is reached.
    let private decides (setting: Setting) (entered: Entered) =
        Values.stopWhen setting.Training
        |> Option.exists (fun stop -> stop.Metric = entered.Spec.Name)

    /// The key of `evaluation` that decides, where the metric has no cadence of its own.
    let key (setting: Setting) (entered: Entered) =
        match Map.tryFind "every" entered.Extras with
        | Some _ -> None
        | None when entered.Schema.ReadsData && not (decides setting entered) -> Some "data_every"
        | None -> Some "every"

    /// Steps between two measurements of a metric.
    let every (setting: Setting) (entered: Entered) =
        match key setting entered with
        | Some key -> Values.integer key setting.Evaluation
        | None -> Values.integer "every" entered.Extras
