namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Options that the manifest states and that have no effect, as another one switches them off.
module internal IdleOptions =
    /// An option as one combination of the manifest's axes has it.
    type private Occurrence =
        {
            Path: string
            Option: string
            Position: Position
            /// Why it has no effect there, if it has none.
            Idle: IdleOption option
        }

    let private pathOf path option =
        if path = "" then
            $"with.{option}"
        else
            $"{path}.with.{option}"

    let private ofEntered path (entered: Entered) =
        [
            for KeyValue(option, position) in entered.Spec.OptionPositions do
                {
                    Path = pathOf path option
                    Option = option
                    Position = position
                    Idle = entered.Idle |> List.tryFind (fun idle -> idle.Option = option)
                }
        ]

    let private optionOf (entered: Entered) name =
        entered.Spec.Options
        |> Seq.tryFind (fun option -> option.Key = name)
        |> Option.map _.Value

    /// The value of a key such as `training.batch`, or of the architecture's option as in `architecture.decoder_bias`.
    let private keyOf (combination: Combination) (key: string) =
        let find name (values: Values) =
            Map.tryFind name values |> Option.map _.Value

        match key.Split '.' with
        | [| "architecture"; name |] -> optionOf combination.Architecture name
        | [| section; name |] when section = ManifestSchema.training.Name ->
            find name combination.Setting.Training.ByName
        | [| section; name |] when section = ManifestSchema.evaluation.Name ->
            find name combination.Setting.Evaluation.ByName
        | _ -> None

    /// A condition on an option that this architecture doesn't have says nothing about it.
    let private isAsked (combination: Combination) (condition: OptionCondition) =
        not (condition.Option.StartsWith("architecture.", System.StringComparison.Ordinal))
        || (keyOf combination condition.Option).IsSome

    /// The same occurrences, where conditions on keys of the manifest are asked of a combination.
    let private within (combination: Combination) (schema: ComponentSchema) (occurrences: Occurrence list) =
        let ask (occurrence: Occurrence) =
            schema.Options
            |> Seq.tryFind (fun option -> option.Name = occurrence.Option)
            |> Option.bind (
                UsedOptions.elsewhere
                >> List.filter (isAsked combination)
                >> Conditions.firstUnmet (keyOf combination)
            )
            |> Option.map (UsedOptions.describe occurrence.Option occurrence.Position (keyOf combination))

        occurrences
        |> List.map (fun occurrence ->
            { occurrence with
                Idle = occurrence.Idle |> Option.orElse (ask occurrence)
            })

    let private entriesOf (entries: Checked<ComparedEntry> list) =
        Draft.listed entries
        |> List.choose (fun entry -> entry.Entered |> Option.map (fun entered -> entry.Path, entered))

    /// What stands beside every setting and architecture.
    let private listed (draft: Draft) =
        [
            yield! entriesOf draft.Initializers
            yield! entriesOf draft.Reinitializers

            for index, metric in List.indexed draft.Metrics do
                for variant in metric.Variants do
                    $"metrics[{index}]", variant.Value.Entered
        ]

    let private ofCombination entries (combination: Combination) =
        [
            for path, entered in
                (ManifestSchema.source.Name, combination.Setting.Source)
                :: (combination.Path, combination.Architecture)
                :: entries do
                ofEntered path entered |> within combination entered.Schema
        ]
        |> List.concat

    let private grouped (draft: Draft) =
        let occurrences =
            match Draft.combinations draft with
            | [] ->
                entriesOf draft.Architectures @ listed draft
                |> List.collect (fun (path, entered) -> ofEntered path entered)
            | combinations -> combinations |> List.collect (ofCombination (listed draft))

        occurrences |> List.groupBy (fun one -> one.Path, one.Position) |> List.map snd

    let private describe (occurrence: Occurrence) (idle: IdleOption) =
        Problem.because (WithoutEffect(idle.Condition, idle.Got)) occurrence.Position occurrence.Path

    /// Options of one component, not in a manifest, that its others switch off.
    let ofComponent (entered: Entered) : Problem list =
        [
            for one in ofEntered entered.Spec.Path entered do
                match one.Idle with
                | Some idle -> describe one idle
                | None -> ()
        ]

    /// Options that no combination uses.
    let problems (draft: Draft) : Problem list =
        [
            for group in grouped draft do
                match group.Head.Idle with
                | Some idle when group |> List.forall _.Idle.IsSome -> describe group.Head idle
                | Some _
                | None -> ()
        ]

    /// Options that some combinations don't use for what stands elsewhere in the manifest: there they change nothing.
    let warnings (draft: Draft) : Problem list =
        let isElsewhere (idle: IdleOption) = idle.Condition.Option.Contains '.'

        [
            for group in grouped draft do
                match group |> List.choose _.Idle |> List.tryFind isElsewhere with
                | Some idle when group |> List.exists _.Idle.IsNone ->
                    Problem.at
                        group.Head.Position
                        group.Head.Path
                        $"{Conditions.rule idle.Condition}; elsewhere it has no effect"
                | Some _
                | None -> ()
        ]
