namespace SparsePlugins.Planning

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Entries of the list of architectures that differ in what they state of `training`, and in nothing that is trained.
module internal RepeatedTraining =
    let private effect (combination: Combination) =
        combination.Architecture.Spec.Name,
        [
            for option in combination.Architecture.Spec.Deciding.Options -> option.Key, OptionText.render option.Value
        ],
        TrainingKeys.spec combination.Setting.Training

    let private labelOf (combination: Combination) =
        OwnTraining.label combination.Own combination.Architecture

    let private describe (first: Combination) (repeated: Combination) =
        Problem.because
            (Repeated(
                $"'{labelOf repeated}' is trained as '{labelOf first}' is",
                "; remove one, or change its keys of training"
            ))
            repeated.Architecture.Spec.Position
            repeated.Path

    /// Entries that train what one before them does. Those with one label are for the list of variants to refuse.
    let problems (draft: Draft) : Problem list =
        draft.Settings.Variants
        |> List.collect (fun variant ->
            Draft.combinationsOf draft variant.Value
            |> List.groupBy effect
            |> List.collect (fun (_, group) ->
                group.Tail
                |> List.filter (fun one -> labelOf one <> labelOf group.Head)
                |> List.map (describe group.Head)))
        |> List.distinct
