namespace SparsePlugins.Planning

open System

/// Checked parts to runs, and runs that see the same data to cohorts.
module internal Cohorts =
    /// A setting with its name.
    type private Chosen =
        {
            Setting: Setting
            Name: string
            /// The part of the name that decides the data.
            DataName: string list
        }

    let private reads (leaf: Leaf) = $"{leaf.Place}={leaf.Text}"

    let private decidesData (leaf: Leaf) =
        leaf.Place = "source"
        || leaf.Place.StartsWith("source.", StringComparison.Ordinal)
        || List.contains leaf.Place [ "training.batch"; "training.sample"; "evaluation.samples" ]

    let private chosen order (variant: Variant<Setting>) =
        let picks = variant.Picks |> List.sortBy (fun pick -> order pick.Position)
        let leaves = picks |> List.collect _.Leaves

        List.map (fun (pick: Pick) -> order pick.Position, pick.Index) picks,
        {
            Setting = variant.Value
            Name = String.Join(',', leaves |> List.map reads)
            DataName = leaves |> List.filter decidesData |> List.map reads
        }

    let private settings order (draft: Draft) =
        draft.Settings.Variants
        |> List.map (chosen order)
        |> List.sortBy fst
        |> List.map snd

    let private training (values: Map<string, Stated>) : TrainingSpec =
        {
            Steps = Values.integer "steps" values
            Batch = int (Values.integer "batch" values)
            LearningRate = Values.number "learning_rate" values
            Beta1 = Values.number "beta1" values
            Beta2 = Values.number "beta2" values
            Epsilon = Values.number "epsilon" values
            WarmUp = Values.integer "warm_up" values
            Sample = int (Values.integer "sample" values)
            StopWhen =
                match Values.stopWhen values with
                | Some threshold -> threshold
                | None -> null
            Step =
                match Values.text "step" values with
                | "fused" -> FusedStep
                | "eager" -> EagerStep
                | _ -> AutoStep
        }

    let private reinitializerSpec (entry: Member) : ReinitializerSpec | null =
        match entry.Entered with
        | None -> null
        | Some entered ->
            {
                Component = entered.Spec
                Every = Values.integer "every" entered.Extras
                DeadAfter = Values.integer "dead_after" entered.Extras
                WarmUp = Values.integer "warm_up" entered.Extras
            }

    let private metric (setting: Setting) (entered: Entered) : MetricSpec =
        {
            Component = entered.Spec
            Every = Cadence.every setting entered
        }

    let private componentOf (entry: Labelled) =
        match entry.Member.Entered with
        | Some entered -> entered.Spec
        | None -> invalidOp $"'{entry.Label}' stands for no component"

    /// The setting's own architecture, which has no label, or those that are compared.
    let private architectures (draft: Draft) (setting: Setting) =
        match setting.Architecture with
        | Some own -> [ "", own.Spec ]
        | None ->
            Members.label (Draft.listed draft.Architectures)
            |> List.map (fun entry -> entry.Label, componentOf entry)

    /// The runs of one setting and seed.
    let private runs (draft: Draft) (setting: Chosen) : int64 -> PlannedRun list =
        let metrics =
            draft.Metrics |> List.map (Draft.only >> metric setting.Setting) |> Array.ofList

        let initializers = Members.label (Draft.listed draft.Initializers)
        let reinitializers = Members.label (Draft.listed draft.Reinitializers)
        let features = int (Values.whole "features" setting.Setting.Features)
        let training = training setting.Setting.Training
        let samples = int (Values.integer "samples" setting.Setting.Evaluation)

        let run seed ((label, architecture), (initializer, reinitializer)) =
            {
                Spec =
                    {
                        Seed = seed
                        Source = setting.Setting.Source.Spec
                        Autoencoder =
                            {
                                Features = features
                                Architecture = architecture
                            }
                        Training = training
                        Evaluation = { Samples = samples }
                        Initializer = componentOf initializer
                        Reinitializer = reinitializerSpec reinitializer.Member
                        Metrics = metrics
                    }
                Setting = setting.Name
                Architecture = label
                Initializer = initializer.Label
                Reinitializer = reinitializer.Label
            }

        fun seed ->
            List.allPairs initializers reinitializers
            |> List.allPairs (architectures draft setting.Setting)
            |> List.map (run seed)

    /// What decides the data, as text that two equal sources share.
    let private dataOf (chosen: Chosen) =
        let source = chosen.Setting.Source.Spec

        let options =
            source.Options
            |> Seq.map (fun option -> $"{option.Key}={OptionText.render option.Value}")

        source.Name + "(" + String.Join(',', options) + ")",
        Values.integer "batch" chosen.Setting.Training,
        Values.integer "sample" chosen.Setting.Training,
        Values.integer "samples" chosen.Setting.Evaluation

    let private cohort (draft: Draft) (group: Chosen list) =
        let first = group.Head
        let makers = group |> List.map (runs draft)

        fun (seed: int64) ->
            {
                Name = String.Join(',', first.DataName @ [ $"seed={Numerals.integer seed}" ])
                Seed = seed
                Source = first.Setting.Source.Spec
                Batch = int (Values.integer "batch" first.Setting.Training)
                Sample = int (Values.integer "sample" first.Setting.Training)
                EvaluationSamples = int (Values.integer "samples" first.Setting.Evaluation)
                Runs = makers |> List.collect (fun runs -> runs seed) |> Array.ofList
            }

    /// All cohorts: by setting, then by seed. `order` sorts positions as the manifest does.
    let make order (draft: Draft) : Cohort list =
        settings order draft
        |> List.groupBy dataOf
        |> List.collect (fun (_, group) -> Draft.only draft.Seeds |> List.map (cohort draft group))

    /// The thresholds of `evaluation.thresholds`, then those of `training.stop_when`, without repetition.
    let thresholds (draft: Draft) : Threshold list =
        let settings = draft.Settings.Variants |> List.map _.Value

        [
            yield! settings |> List.collect (fun setting -> Values.thresholds setting.Evaluation)
            yield! settings |> List.choose (fun setting -> Values.stopWhen setting.Training)
        ]
        |> List.distinct
