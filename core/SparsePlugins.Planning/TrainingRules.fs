namespace SparsePlugins.Planning

open SparsePlugins.Yaml

/// Rules between the keys of `training`.
module internal TrainingRules =
    /// A length of a decay that doesn't happen.
    let private decay (training: TrainingRead) =
        match training.Decay.Value, training.DecayLast.Position with
        | NoDecay, Some position ->
            [
                Problem.at
                    position
                    (TrainingKeys.path TrainingKeys.decayLast)
                    $"has no effect: '{TrainingKeys.decay.Name}' is none; remove it, or write {TrainingKeys.decay.Name}: linear"
            ]
        | _ -> []

    let private withoutStep (key: Key<float>) (stated: Stated<float>) (training: TrainingRead) =
        match stated.Value > 0.0, training.Step.Value, stated.Position with
        | true, FusedStep, Some position ->
            [
                Problem.at
                    position
                    (TrainingKeys.path key)
                    $"the fused step can't do it, since it updates a row before it knows the others: remove it, or write {TrainingKeys.step.Name}: auto"
            ]
        | _ -> []

    let check (draft: Draft) : Problem list =
        draft.Settings.Variants
        |> List.collect (fun variant ->
            let training = variant.Value.Training

            decay training
            @ withoutStep TrainingKeys.clip training.Clip training
            @ withoutStep TrainingKeys.weightDecay training.WeightDecay training)
        |> List.distinct
