namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// What is allowed, but probably not meant.
module internal Advice =
    let private fewestSeeds = 3

    let private seeds (draft: Draft) (seeds: int64 list) =
        let position =
            draft.Root
            |> Tree.entries
            |> OptionReader.tryEntry "seeds"
            |> Option.map _.Value.Position
            |> Option.defaultValue draft.Root.Position

        if seeds.Length >= fewestSeeds then
            []
        else
            [
                Problem.at
                    position
                    "seeds"
                    $"""{seeds.Length} {if seeds.Length = 1 then "is" else "are"} too few for a confidence interval; use at least {fewestSeeds}, preferably 5"""
            ]

    let private sample (draft: Draft) (setting: Setting) =
        let rows, features = setting.Training.Sample.Value, setting.Features.Value

        if rows >= features then
            []
        else
            [
                Problem.at
                    (setting.Training.Sample.Position |> Option.defaultValue draft.Root.Position)
                    (TrainingKeys.path TrainingKeys.sample)
                    $"{rows} rows are fewer than the {features} features; an initializer that takes distinct rows needs as many"
            ]

    let private samplesOf (setting: Setting) =
        setting.Training.Steps.Value * int64 setting.Training.Batch.Value

    /// An option of the architecture that waits for more samples than a run has.
    let private patience (combination: Combination) =
        let samples = samplesOf combination.Setting
        let architecture = combination.Architecture

        [
            for option in architecture.Schema.Options do
                match architecture.Spec.OptionPositions.TryGetValue option.Name with
                | true, position when option.Unit = "samples" ->
                    match architecture.Spec.Options |> Seq.find (fun found -> found.Key = option.Name) with
                    | KeyValue(_, IntegerValue value) when value > samples ->
                        Problem.at
                            position
                            $"{combination.Path}.with.{option.Name}"
                            $"is more than the {samples} samples of a run; it has no effect"
                    | _ -> ()
                | _ -> ()
        ]

    let private reinitializer (setting: Setting) (entry: ComparedEntry) =
        let steps, samples = setting.Training.Steps.Value, samplesOf setting

        let at (key: Key<int64>) (stated: Stated<int64>) message =
            Problem.at (stated.Position |> Option.defaultValue entry.Position) $"{entry.Path}.{key.Name}" message

        match entry.Revival with
        | None -> []
        | Some revival ->
            let every = revival.Every.Value

            [
                if every > steps then
                    at RevivalKeys.every revival.Every $"is more than the {steps} steps; it never looks"

                if revival.WarmUp.Value > every then
                    at
                        RevivalKeys.warmUp
                        revival.WarmUp
                        $"is more than the {every} steps between two looks; while features die, the learning rate never gets to its full value"

                if revival.Until.Value > 0L && revival.Until.Value < every then
                    at
                        RevivalKeys.until
                        revival.Until
                        $"is less than the {every} steps to the first look; it never looks"

                // After the last step nothing is revived.
                if
                    revival.Until.Value >= every
                    && revival.Until.Value >= (steps - 1L) / every * every
                then
                    at
                        RevivalKeys.until
                        revival.Until
                        $"has no effect: the last look is after step {(steps - 1L) / every * every} anyway"

                if revival.DeadAfter.Value > samples then
                    at
                        RevivalKeys.deadAfter
                        revival.DeadAfter
                        $"is more than the {samples} samples of a run; no feature can be dead"
                elif
                    revival.Until.Value > 0L
                    && revival.DeadAfter.Value > samples / steps * revival.Until.Value
                then
                    at
                        RevivalKeys.deadAfter
                        revival.DeadAfter
                        $"is more than the {samples / steps * revival.Until.Value} samples until step {revival.Until.Value}; no feature can be dead"
            ]

    /// Warnings of a manifest without problems.
    let give (draft: Draft) : Problem list =
        let values (part: Checked<'T>) = part.Variants |> List.map _.Value

        let reinitializers = Draft.listed draft.Reinitializers

        [
            values draft.Seeds |> List.collect (seeds draft)
            IdleOptions.warnings draft
            ThresholdRules.warnings draft
            for setting in values draft.Settings do
                sample draft setting
                ScheduleAdvice.cadence setting
                reinitializers |> List.collect (reinitializer setting)
            for combination in Draft.combinations draft do
                ScheduleAdvice.schedules combination
                patience combination
        ]
        |> List.concat
        |> List.distinct
