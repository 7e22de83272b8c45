namespace SparsePlugins.Planning

/// Rules that hold between parts of a manifest.
module internal Rules =
    let private problem position path message =
        {
            Position = position
            Path = path
            Message = message
        }

    let private listed (draft: Draft) =
        draft.Metrics |> List.collect _.Variants |> List.map _.Value

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
            |> List.filter (fun (_, metric) -> metric.Schema.NeedsGroundTruth)
            |> List.map (fun (path, metric) ->
                problem
                    metric.Spec.Position
                    path
                    $"'{metric.Spec.Name}' compares with the true features, which the source '{source.Spec.Name}' doesn't know; {cure}")

    let private repeatedMetrics (draft: Draft) =
        indexedMetrics draft
        |> List.groupBy (fun (_, metric) -> metric.Spec.Name)
        |> List.collect (fun (name, group) ->
            group.Tail
            |> List.map (fun (path, metric) ->
                problem metric.Spec.Position path $"'{name}' is listed already; keep one"))

    /// Thresholds name metrics that are measured.
    let private thresholds (draft: Draft) =
        let names = listed draft |> List.map _.Spec.Name

        let unlisted (values: Map<string, Stated>) section key (read: Map<string, Stated> -> Threshold list) =
            [
                for threshold in read values do
                    match values[key].Position with
                    | Some position when not (List.contains threshold.Metric names) ->
                        let message = Spelling.unknown "listed metric" names threshold.Metric
                        problem position $"{section}.{key}" $"{message}; list it under metrics"
                    | Some _
                    | None -> ()
            ]

        let ofSetting (setting: Setting) =
            unlisted setting.Training "training" "stop_when" (Values.stopWhen >> Option.toList)
            @ unlisted setting.Evaluation "evaluation" "thresholds" Values.thresholds

        if draft.Metrics |> List.exists (fun metric -> not metric.Problems.IsEmpty) then
            []
        else
            draft.Settings.Variants |> List.collect (fun variant -> ofSetting variant.Value)

    let private members (part: Checked<Member list>) =
        part.Variants |> List.collect _.Value |> Members.label

    let private baseline (draft: Draft) =
        match draft.Baseline.Variants, draft.Initializers.Variants, draft.Reinitializers.Variants with
        | [ {
                Value = Some {
                                 Value = TextValue text
                                 Position = Some position
                             }
            } ],
          _ :: _,
          _ :: _ ->
            match Members.find (members draft.Initializers) (members draft.Reinitializers) text with
            | Ok _ -> []
            | Error message -> [ problem position "baseline" message ]
        | _ -> []

    /// What is wrong between the parts, as far as the parts are right.
    let check catalog (draft: Draft) : Problem list =
        [
            groundTruth catalog draft
            repeatedMetrics draft
            thresholds draft
            Members.repeats (members draft.Initializers)
            Members.repeats (members draft.Reinitializers)
            baseline draft
        ]
        |> List.concat
