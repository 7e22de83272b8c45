namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// The paths that a manifest lists at a key of the root, each where it stands: plugins that it brings along, dictionaries that it measures.
module internal StatedPaths =
    let private stated (place: Place) (node: YamlNode) =
        match node.Value with
        | Scalar(text, _) when text.Trim() <> "" && not (Tree.(|Missing|_|) node) -> [ text, place.Path, node.Position ]
        | Scalar _
        | Sequence _
        | Mapping _
        | Broken _ -> []

    /// Those that are stated in a way that can be right; what is wrong with others is for planning to say.
    let private find (key: Key<string list>) (root: YamlNode) =
        let place = Place.key key.Name Place.root

        match OptionReader.tryEntry key.Name (Tree.entries root) with
        | Some({ Value = { Value = Sequence items } }) ->
            items
            |> List.mapi (fun index item -> stated (Place.item index place) item)
            |> List.concat
        | Some entry -> stated place entry.Value
        | None -> []

    let plugins (root: YamlNode) : StatedPlugin list =
        [
            for path, key, position in find ManifestSchema.plugins root ->
                {
                    Path = path
                    Key = key
                    Position = position
                }
        ]

    let dictionaries (root: YamlNode) : StatedDictionary list =
        [
            for path, key, position in find ManifestSchema.dictionaries root ->
                {
                    Path = path
                    Key = key
                    Position = position
                }
        ]
