namespace SparsePlugins.Planning

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
                    $"{seeds.Length} of them give no useful interval; at least {fewestSeeds} do, 5 are better"
            ]

    /// A value's own place, or the place of the manifest's start for a default.
    let private position (draft: Draft) name (values: Map<string, Stated>) =
        values[name].Position |> Option.defaultValue draft.Root.Position

    let private sample (draft: Draft) (setting: Setting) =
        let rows, features =
            Values.integer "sample" setting.Training, Values.whole "features" setting.Features

        if rows >= features then
            []
        else
            [
                Problem.at
                    (position draft "sample" setting.Training)
                    "training.sample"
                    $"{rows} rows are fewer than the {features} features; an initializer that takes distinct rows needs as many"
            ]

    let private cadence (draft: Draft) (setting: Setting) =
        let steps = Values.integer "steps" setting.Training

        [
            match setting.Training["warm_up"] with
            | { Position = Some position } when Values.integer "warm_up" setting.Training > steps ->
                Problem.at
                    position
                    "training.warm_up"
                    $"is more than the {steps} steps; the learning rate never gets to its full value"
            | _ -> ()

            for key in [ "every"; "data_every" ] do
                match setting.Evaluation[key] with
                | { Position = Some position } when Values.integer key setting.Evaluation > steps ->
                    Problem.at
                        position
                        $"evaluation.{key}"
                        $"is more than the {steps} steps; only the first and last are measured"
                | _ -> ()
        ]

    /// An option of the architecture that waits for more samples than a run has.
    let private patience (combination: Combination) =
        let samples =
            Values.integer "steps" combination.Setting.Training
            * Values.integer "batch" combination.Setting.Training

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

    let private reinitializer (setting: Setting) (entry: Member) =
        let steps, batch =
            Values.integer "steps" setting.Training, Values.integer "batch" setting.Training

        match entry.Entered with
        | None -> []
        | Some entered ->
            let at key =
                entered.Extras[key].Position |> Option.defaultValue entry.Position

            [
                let every, deadAfter =
                    Values.integer "every" entered.Extras, Values.integer "dead_after" entered.Extras

                if every > steps then
                    Problem.at (at "every") $"{entry.Path}.every" $"is more than the {steps} steps; it never looks"

                let warmUp = Values.integer "warm_up" entered.Extras

                if warmUp > every then
                    Problem.at
                        (at "warm_up")
                        $"{entry.Path}.warm_up"
                        $"is more than the {every} steps between two looks; while features die, the learning rate never gets to its full value"

                if deadAfter > steps * batch then
                    Problem.at
                        (at "dead_after")
                        $"{entry.Path}.dead_after"
                        $"is more than the {steps * batch} samples of a run; no feature can be dead"
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
                cadence draft setting
                reinitializers |> List.collect (reinitializer setting)
            for combination in Draft.combinations draft do
                patience combination
        ]
        |> List.concat
        |> List.distinct
