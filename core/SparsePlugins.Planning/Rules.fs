namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Rules that hold between parts of a manifest.
module internal Rules =
    let private indexedMetrics (draft: Draft) =
        draft.Metrics
        |> List.indexed
        |> List.collect (fun (index, metric) ->
            metric.Variants |> List.map (fun variant -> $"metrics[{index}]", variant.Value))

    let private words =
        function
        | SourceCapability.GroundTruth -> "the true features"
        | SourceCapability.EvaluationData -> "evaluation data"
        | SourceCapability.LanguageModel -> "the language model that the data comes from"
        | SourceCapability.TrueFiring -> "the true features that are active in each row"
        | SourceCapability.Hierarchy -> "a hierarchy of the true features"

    let private missing (catalog: Catalog) capability kind (asking: Entered) (source: Entered) =
        let fix =
            match
                catalog.OfKind Source
                |> List.filter _.Capabilities.Contains(capability)
                |> List.map _.Name
            with
            | [] -> $"remove the {kind}"
            | names ->
                $"remove the {kind}, or use a source that offers this: "
                + System.String.Join(", ", names)

        $"'{asking.Spec.Name}' needs {words capability}, which the source '{source.Spec.Name}' doesn't offer; {fix}"

    /// What a metric or a reinitializer needs, every source must offer.
    let private capabilities catalog (draft: Draft) =
        let sources = draft.Sources.Variants |> List.map _.Value

        let metrics =
            indexedMetrics draft
            |> List.map (fun (path, metric) -> path, "metric", metric.Entered)

        let reinitializers =
            Draft.listed draft.Reinitializers
            |> List.choose _.Entered
            |> List.map (fun entered -> entered.Spec.Path, "reinitializer", entered)

        metrics @ reinitializers
        |> List.collect (fun (path, kind, asking) ->
            asking.Schema.Capabilities
            |> List.ofSeq
            |> List.choose (fun capability ->
                sources
                |> List.tryFind (fun source -> not (source.Schema.Capabilities.Contains capability))
                |> Option.map (missing catalog capability kind asking >> Problem.at asking.Spec.Position path)))

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
            match ComparedLists.find lists stated.Value, stated.Position with
            | Error fault, Some position -> [ Problem.because fault position "baseline" ]
            | Ok baseline, Some position ->
                ComparedLists.lonely lists baseline
                |> Option.map (Problem.at position "baseline")
                |> Option.toList
            | Error _, None
            | Ok _, None -> []
        | _ -> []

    /// Seeds are compared only where there are several, of something that is trained.
    let private agreement (draft: Draft) =
        let seeds = draft.Seeds.Variants |> List.map _.Value.Length

        match draft.Agreement.Variants |> List.map _.Value, seeds with
        | [ {
                Value = true
                Position = Some position
            } ],
          _ when draft.Initializers.IsEmpty ->
            [
                Problem.at
                    position
                    ManifestSchema.agreement.Name
                    "compares dictionaries that are trained with several seeds, and nothing is trained; remove it, or compare dictionaries with 'sparse agree'"
            ]
        | [ {
                Value = true
                Position = Some position
            } ],
          [ 1 ] ->
            [
                Problem.at
                    position
                    ManifestSchema.agreement.Name
                    "compares the dictionaries of at least two seeds, got 1; give more seeds, or remove it"
            ]
        | _ -> []

    /// What is wrong between the parts, as far as the parts are right.
    let check catalog (draft: Draft) : Problem list =
        let lists = ComparedLists.lists draft
        let idle = IdleOptions.problems draft
        let refused = idle |> List.map _.Position |> Set.ofList
        let isRefused (option: IdleOption) = refused.Contains option.Position

        [
            capabilities catalog draft
            idle
            RepeatedSettings.problems draft
            repeatedMetrics draft
            TrainingRules.check draft
            RepeatedTraining.problems draft
            InputRules.check draft
            MetricNames.clashes (indexedMetrics draft)
            ThresholdRules.problems catalog draft
            lists |> List.collect (fun list -> ComparedLists.repeats isRefused list.Entries)
            baseline draft lists
            agreement draft
        ]
        |> List.concat
