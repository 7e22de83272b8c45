namespace SparsePlugins.Specs

open System
open SparsePlugins.Yaml

/// What changes over a run, in words.
[<AbstractClass; Sealed>]
type ScheduleText =
    static member private Steps(count: int64) = $"{Numerals.integer count} steps"

    static member private Decay(training: TrainingSpec) =
        // In decimal, as it is written: as floats, 0.07 times 100 is a little more than 7.
        let share = float (decimal training.DecayLast * 100m)
        let last = $"over the last {Numerals.number share} %% of the steps"

        match training.Decay with
        | NoDecay -> []
        | LinearDecay -> [ $"falling in a straight line {last}" ]
        | CosineDecay -> [ $"falling along a cosine {last}" ]

    static member private LearningRate(training: TrainingSpec) =
        [
            if training.WarmUp > 0L then
                $"rising over {ScheduleText.Steps training.WarmUp}"
            yield! ScheduleText.Decay training
            for drop in training.Drops do
                $"times {Numerals.number training.DropFactor} after step {Numerals.integer drop}"
        ]

    static member private Sparsity(training: TrainingSpec) =
        [
            if training.SparsityWarmUp > 0L then
                $"rising over {ScheduleText.Steps training.SparsityWarmUp}"
            if training.TargetL0 > 0.0 then
                $"steered to L0 {Numerals.number training.TargetL0}"
        ]

    /// `learning rate 0.003, rising over 100 steps; k, where there is one, falling from 64 over 1000 steps`; empty where nothing changes.
    static member Render(training: TrainingSpec) : string =
        let stated subject changes =
            match changes with
            | [] -> []
            | changes -> [ String.Join(", ", (subject: string) :: changes) ]

        [
            yield!
                ScheduleText.LearningRate training
                |> stated $"learning rate {Numerals.number training.LearningRate}"
            yield! ScheduleText.Sparsity training |> stated "sparsity penalty"
            if training.KFrom > 0 then
                $"k, where there is one, falling from {Numerals.integer (int64 training.KFrom)} over {ScheduleText.Steps training.KDecrease}"
        ]
        |> fun parts -> String.Join("; ", parts)
