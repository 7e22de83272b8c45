namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Rules between the keys of `training`.
module internal TrainingRules =
    /// A problem of a key, as far as it is stated.
    let private at (key: Key<'T>) (stated: Stated<'U>) message =
        stated.Position
        |> Option.map (fun position -> key.Name, position, message)
        |> Option.toList

    /// A length of a decay that doesn't happen.
    let private decay (training: TrainingRead) =
        match training.Decay.Value with
        | NoDecay ->
            at
                ScheduleKeys.decayLast
                training.DecayLast
                $"has no effect: '{ScheduleKeys.decay.Name}' is none; remove it, or write {ScheduleKeys.decay.Name}: linear"
        | LinearDecay
        | CosineDecay -> []

    let private drops (training: TrainingRead) =
        match training.Drops.Value with
        | [] ->
            at
                ScheduleKeys.dropFactor
                training.DropFactor
                $"has no effect: '{ScheduleKeys.drops.Name}' is empty; remove it, or list the steps after which the learning rate drops"
        | drops when drops |> List.pairwise |> List.exists (fun (one, next) -> one >= next) ->
            at ScheduleKeys.drops training.Drops "must ascend, each step once"
        | _ -> []

    let private kDecrease (training: TrainingRead) =
        match training.KFrom.Value, training.KDecrease.Value with
        | 0, length when length > 0L ->
            at
                ScheduleKeys.kDecrease
                training.KDecrease
                $"has no effect: '{ScheduleKeys.kFrom.Name}' is 0; remove it, or write what k begins with"
        | from, 0L when from > 0 ->
            at
                ScheduleKeys.kFrom
                training.KFrom
                $"needs the steps over which k falls from it, such as {ScheduleKeys.kDecrease.Name}: 1000"
        | _ -> []

    let private withoutStep (key: Key<float>) (stated: Stated<float>) (training: TrainingRead) =
        match stated.Value > 0.0, training.Step.Value with
        | true, FusedStep ->
            at
                key
                stated
                $"the fused step can't do it, since it updates a row before it knows the others: remove it, or write {TrainingKeys.step.Name}: auto"
        | _ -> []

    let private precision (training: TrainingRead) =
        match training.Precision.Value, training.Step.Value with
        | BFloat16, (FusedStep | EagerStep) ->
            at
                TrainingKeys.precision
                training.Precision
                $"bfloat16 needs the stacked step: write {TrainingKeys.step.Name}: stacked, or {TrainingKeys.precision.Name}: float32"
        | _ -> []

    let private faults (training: TrainingRead) =
        decay training
        @ drops training
        @ kDecrease training
        @ withoutStep OptimizerKeys.clip training.Clip training
        @ withoutStep OptimizerKeys.weightDecay training.WeightDecay training
        @ precision training

    let private ofSetting (training: TrainingRead) =
        [
            for name, position, message in faults training ->
                Problem.at position $"{ManifestSchema.training.Name}.{name}" message
        ]

    let private ofCombination (combination: Combination) =
        [
            for name, position, message in faults combination.Setting.Training ->
                Problem.at position (Draft.trainingPath combination name) message
        ]

    /// Of every setting with every architecture; of the settings alone where no architecture is right.
    let check (draft: Draft) : Problem list =
        match Draft.combinations draft with
        | [] ->
            draft.Settings.Variants
            |> List.collect (fun variant -> ofSetting variant.Value.Training)
        | combinations -> combinations |> List.collect ofCombination
        |> List.distinct
