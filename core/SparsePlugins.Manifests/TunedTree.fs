namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Manifests with values of tuned keys in place.
module TunedTree =
    let without name (root: YamlNode) =
        { root with
            Value = Mapping(Tree.entries root |> List.filter (fun entry -> entry.Key <> name))
        }

    /// Every combination of values, in the order of the keys; the last key changes first.
    let rec combinations (over: TunedEntry list) : YamlNode list list =
        match over with
        | [] -> [ [] ]
        | key :: rest ->
            [
                for value in key.Values do
                    for others in combinations rest -> value :: others
            ]

    /// The manifest that a combination makes, without `tune`.
    let withValues (read: TuneRead) (values: YamlNode list) (root: YamlNode) =
        List.zip read.Over values
        |> List.fold
            (fun tree (key, value) -> Override.put key.Path key.Position value tree)
            (without TuneKeys.name root)

    /// The manifest that tries it.
    let trying (read: TuneRead) (values: YamlNode list) (root: YamlNode) =
        withValues read values root
        |> Override.put ManifestSchema.seeds.Name read.SeedsNode.Position read.SeedsNode

    /// What the manifest has at a path of keys.
    let rec private find (path: string list) (node: YamlNode) : YamlNode option =
        match path with
        | [] -> Some node
        | key :: rest ->
            Tree.entries node
            |> OptionReader.tryEntry key
            |> Option.bind (fun entry -> find rest entry.Value)

    /// Tuned keys that have several values already.
    let axes (read: TuneRead) (root: YamlNode) : Problem list =
        [
            for key in read.Over do
                match find (List.ofArray (key.Path.Split '.')) root with
                | Some(Tree.Each _) ->
                    Problem.at
                        key.Position
                        $"{TuneKeys.name}.{TuneKeys.over}"
                        $"'{key.Path}' has an 'each' already; a key is compared or tuned, so remove one of the two"
                | Some _
                | None -> ()
        ]

    /// Where entries of the list of architectures state a key of training for themselves.
    let rec private stating key (node: YamlNode) : Position list =
        [
            for entry in Tree.entries node do
                if entry.Key = ManifestSchema.training.Name then
                    for own in Tree.entries entry.Value do
                        if own.Key = key then
                            own.KeyPosition
            for child in Tree.children node do
                yield! stating key child
        ]

    /// Tuned keys that an architecture states for itself, where another value for all would change nothing.
    let owned (read: TuneRead) (root: YamlNode) : Problem list =
        [
            for key in read.Over do
                match key.Path.Split '.', find [ ManifestSchema.architectures.Name ] root with
                | [| "training"; name |], Some list when not (stating name list).IsEmpty ->
                    Problem.at
                        key.Position
                        $"{TuneKeys.name}.{TuneKeys.over}"
                        $"an entry of '{ManifestSchema.architectures.Name}' states '{name}' for itself, so tuning it for all would not reach that entry; remove one of the two"
                | _ -> ()
        ]
