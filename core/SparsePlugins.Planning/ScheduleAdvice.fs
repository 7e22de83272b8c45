namespace SparsePlugins.Planning

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Numbers of steps that no run makes.
module internal ScheduleAdvice =
    /// A stated number of steps that a run doesn't make.
    let private tooLong (setting: Setting) path (stated: Stated<int64>) consequence =
        let steps = setting.Training.Steps.Value

        match stated.Position with
        | Some position when stated.Value > steps ->
            [ Problem.at position path $"is more than the {steps} steps; {consequence}" ]
        | Some _
        | None -> []

    let private lastDrop (training: TrainingRead) : Stated<int64> =
        {
            Value = List.fold max 0L training.Drops.Value
            Position = training.Drops.Position
        }

    /// Schedules that end after the last step.
    let schedules (combination: Combination) =
        let training = combination.Setting.Training

        let tooLong (key: Key<'T>) =
            tooLong combination.Setting (Draft.trainingPath combination key.Name)

        [
            tooLong ScheduleKeys.warmUp training.WarmUp "the learning rate never gets to its full value"
            tooLong
                ScheduleKeys.sparsityWarmUp
                training.SparsityWarmUp
                "the sparsity penalty never gets to its full weight"
            tooLong ScheduleKeys.kDecrease training.KDecrease "k never gets to that of the architecture"
            tooLong ScheduleKeys.drops (lastDrop training) "the learning rate never drops there"
        ]
        |> List.concat

    /// Evaluations that come after the last step.
    let cadence (setting: Setting) =
        let tooLong = tooLong setting
        let seldom = "only the first and last are measured"

        [
            tooLong (EvaluationKeys.path EvaluationKeys.every) setting.Evaluation.Every seldom
            tooLong (EvaluationKeys.path EvaluationKeys.dataEvery) setting.Evaluation.DataEvery seldom
        ]
        |> List.concat
