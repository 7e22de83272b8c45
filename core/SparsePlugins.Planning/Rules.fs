namespace SparsePlugins.Planning

/// Rules that hold between parts of a manifest.
module internal Rules =
    let private indexedMetrics (draft: Draft) =
        draft.Metrics
        |> List.indexed
        |> List.collect (fun (index, metric) ->
            metric.Variants |> List.map (fun variant -> $"metrics[{index}]", variant.Value))

    /// A metric that compares with the truth needs a source that knows it.
    let private groundTruth catalog (draft: Draft) =
        let blind =
            draft.Sources.Variants
            |> List.map _.Value
            |> List.filter (fun source -> not source.Schema.HasGroundTruth)

        let knowing =
            ComponentReader.ofKind catalog Source
            |> List.filter _.HasGroundTruth
            |> List.map _.Name

        let cure =
            match knowing with
            | [] -> "remove the metric"
            | names ->
                "remove the metric, or use a source that knows them: "
                + System.String.Join(", ", names)

        match blind with
        | [] -> []
        | source :: _ ->
            indexedMetrics draft
            |> List.filter (fun (_, metric) -> metric.Entered.Schema.NeedsGroundTruth)
            |> List.map (fun (path, metric) ->
                Problem.at
                    metric.Entered.Spec.Position
                    path
                    $"'{metric.Name}' compares with the true features, which the source '{source.Spec.Name}' doesn't know; {cure}")

    let private repeatedMetrics (draft: Draft) =
        indexedMetrics draft
        |> List.groupBy (fun (_, metric) -> metric.Name)
        |> List.collect (fun (name, group) ->
            group.Tail
            |> List.map (fun (path, metric) ->
                Problem.because
                    (Repeated($"'{name}' is listed already", "; keep one"))
                    metric.Entered.Spec.Position
                    path))

    let private baseline (draft: Draft) lists =
        match draft.Baseline.Variants |> List.map _.Value with
        | [ Some stated ] when
            [ draft.Initializers; draft.Architectures; draft.Reinitializers ]
            |> List.forall Draft.isWhole
            ->
            match Members.find lists stated.Value, stated.Position with
            | Error fault, Some position -> [ Problem.because fault position "baseline" ]
            | Ok baseline, Some position ->
                Members.lonely lists baseline
                |> Option.map (Problem.at position "baseline")
                |> Option.toList
            | Error _, None
            | Ok _, None -> []
        | _ -> []

    /// What is wrong between the parts, as far as the parts are right.
    let check catalog (draft: Draft) : Problem list =
        let lists = Members.lists draft
        let idle = IdleOptions.problems draft
        let refused = idle |> List.map _.Position |> Set.ofList
        let isRefused (option: IdleOption) = refused.Contains option.Position

        [
            groundTruth catalog draft
            idle
            RepeatedSettings.problems draft
            repeatedMetrics draft
            MetricNames.clashes (indexedMetrics draft)
            ThresholdRules.problems catalog draft
            lists |> List.collect (fun list -> Members.repeats isRefused list.Entries)
            baseline draft lists
        ]
        |> List.concat
