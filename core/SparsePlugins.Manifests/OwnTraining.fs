namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Reads `training` of an entry of the list of architectures: keys in place of those that all entries share.
module OwnTraining =
    let name = ManifestSchema.training.Name

    let private isShared (entry: YamlEntry) =
        TrainingKeys.shared |> List.exists (fun field -> field.Option.Name = entry.Key)

    let private shared (place: Place) (entry: YamlEntry) =
        Problem.at
            entry.KeyPosition
            place.Path
            $"'{entry.Key}' holds for all architectures, which are compared on the same batches and steps: state it under '{name}' of the manifest"

    let private read (place: Place) (node: YamlNode) : Checked<Values> =
        let mapping = OptionReader.mapping "key" TrainingKeys.own

        match node.Value with
        | Mapping entries ->
            match entries |> List.partition isShared with
            | [], _ -> mapping place node
            | stated, others ->
                mapping place { node with Value = Mapping others }
                |> Checked.require (stated |> List.map (shared place))
        | Scalar _
        | Sequence _
        | Broken _ -> mapping place node

    /// The keys of an entry beside `use` and `with`.
    let reader: EntryReader<Values> =
        {
            Names = [ name ]
            Read =
                fun place _ entries ->
                    match OptionReader.tryEntry name entries with
                    | Some entry -> Axes.varying (Place.key name place) read entry.Value
                    | None -> Checked.value Map.empty
        }

    /// `training.beta1=0`, in the order of the keys.
    let texts (own: Values) =
        TrainingKeys.own
        |> List.choose (fun field ->
            Map.tryFind field.Option.Name own
            |> Option.map (fun stated -> $"{name}.{field.Option.Name}={OptionText.render stated.Value}"))

    /// `top-k(k=8,training.beta1=0)`: the component's label with what its entry states. The component itself keeps its own, as its runs are those of
    /// a manifest that states it for all.
    let label (own: Values) (entered: Entered) =
        Entered.labelWith (texts own) entered.Spec.Label
