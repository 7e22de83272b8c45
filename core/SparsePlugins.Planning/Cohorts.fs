namespace SparsePlugins.Planning

open System
open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Checked parts to runs, and runs that see the same data to cohorts.
module internal Cohorts =
    /// A setting with its place on the axes.
    type private Chosen =
        {
            Setting: Setting
            Values: AxisValue array
            /// What of it decides the data.
            DataName: string list
        }

    let private reads (leaf: Leaf) = $"{leaf.Place}={leaf.Text}"

    let private decidesData (leaf: Leaf) =
        leaf.Place = "source"
        || leaf.Place.StartsWith("source.", StringComparison.Ordinal)
        || List.contains
            leaf.Place
            [
                TrainingKeys.path TrainingKeys.batch
                TrainingKeys.path TrainingKeys.sample
                EvaluationKeys.path EvaluationKeys.samples
            ]

    let private chosen order (variant: Variant<Setting>) =
        let picks = variant.Picks |> List.sortBy (fun pick -> order pick.Position)
        let leaves = picks |> List.collect _.Leaves

        List.map (fun (pick: Pick) -> order pick.Position, pick.Index) picks,
        {
            Setting = variant.Value
            Values = [| for leaf in leaves -> { Key = leaf.Place; Value = leaf.Text } |]
            DataName = leaves |> List.filter decidesData |> List.map reads
        }

    /// Without the values that all settings share, as mappings of an axis may: they tell none from another.
    let private withoutShared (settings: Chosen list) =
        match settings with
        | []
        | [ _ ] -> settings
        | first :: others ->
            let isShared value =
                others |> List.forall (fun setting -> Array.contains value setting.Values)

            let shared = first.Values |> Array.filter isShared

            settings
            |> List.map (fun setting ->
                { setting with
                    Values = setting.Values |> Array.except shared
                })

    let private settings order (draft: Draft) =
        draft.Settings.Variants
        |> List.map (chosen order)
        |> List.sortBy fst
        |> List.map snd
        |> withoutShared

    let private reinitializerSpec (entry: ComparedEntry) : ReinitializerSpec | null =
        match entry.Entered, entry.Revival with
        | Some entered, Some revival ->
            {
                Component = entered.Spec
                Every = revival.Every.Value
                DeadAfter = revival.DeadAfter.Value
                WarmUp = revival.WarmUp.Value
                Until = revival.Until.Value
            }
        | Some _, None
        | None, _ -> null

    let private metricSpec (setting: Setting) (metric: ListedMetric) : MetricSpec =
        {
            Component = metric.Entered.Spec
            Every = Cadence.every setting metric
        }

    /// What is measured in a setting.
    let metrics (draft: Draft) (setting: Setting) =
        draft.Metrics |> List.map (Draft.only >> metricSpec setting) |> Array.ofList

    let private componentOf (entry: Labelled) =
        match entry.Entry.Entered with
        | Some entered -> entered.Spec
        | None -> invalidOp $"'{entry.Label}' stands for no component"

    /// The setting's own architecture, which has no label, or those that are compared; each with how it is trained.
    let private architectures (draft: Draft) (setting: Setting) =
        match setting.Architecture with
        | Some own -> [ "", own.Spec, TrainingKeys.spec setting.Training ]
        | None ->
            ComparedLists.label (Draft.listed draft.Architectures)
            |> List.map (fun entry ->
                let training = TrainingKeys.withOwn entry.Entry.Training setting.Training
                entry.Label, componentOf entry, TrainingKeys.spec training)

    /// The runs of one setting and seed.
    let private runs (draft: Draft) (setting: Chosen) : int64 -> PlannedRun list =
        let metrics = metrics draft setting.Setting

        let initializers = ComparedLists.label (Draft.listed draft.Initializers)
        let reinitializers = ComparedLists.label (Draft.listed draft.Reinitializers)

        let run seed ((label, architecture, training), (initializer, reinitializer)) =
            {
                Spec =
                    {
                        Seed = seed
                        Source = setting.Setting.Source.Spec
                        Inputs = InputKeys.spec setting.Setting.Inputs
                        Autoencoder =
                            {
                                Features = setting.Setting.Features.Value
                                Architecture = architecture
                            }
                        Training = training
                        Evaluation =
                            {
                                Samples = setting.Setting.Evaluation.Samples.Value
                            }
                        Initializer = componentOf initializer
                        Reinitializer = reinitializerSpec reinitializer.Entry
                        Metrics = metrics
                    }
                Values = setting.Values
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
        InputKeys.spec chosen.Setting.Inputs,
        chosen.Setting.Training.Batch.Value,
        chosen.Setting.Training.Sample.Value,
        chosen.Setting.Evaluation.Samples.Value

    let private cohort (draft: Draft) (group: Chosen list) =
        let first = group.Head
        let makers = group |> List.map (runs draft)

        fun (seed: int64) ->
            {
                Name = String.Join(',', first.DataName @ [ $"seed={Numerals.integer seed}" ])
                Seed = seed
                Source = first.Setting.Source.Spec
                Inputs = InputKeys.spec first.Setting.Inputs
                Batch = first.Setting.Training.Batch.Value
                Sample = first.Setting.Training.Sample.Value
                EvaluationSamples = first.Setting.Evaluation.Samples.Value
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
            yield! settings |> List.collect _.Evaluation.Thresholds.Value
            yield! settings |> List.choose _.Training.StopWhen.Value
        ]
        |> List.distinct
