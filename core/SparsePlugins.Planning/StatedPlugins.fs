namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// The plugins that a manifest brings along.
module internal StatedPlugins =
    let private stated (place: Place) (node: YamlNode) : StatedPlugin list =
        match node.Value with
        | Scalar(text, _) when text.Trim() <> "" && not (Tree.(|Missing|_|) node) ->
            [
                {
                    Path = text
                    Key = place.Path
                    Position = node.Position
                }
            ]
        | Scalar _
        | Sequence _
        | Mapping _
        | Broken _ -> []

    /// Those that are stated in a way that can be right; what is wrong with others is for planning to say.
    let find (root: YamlNode) : StatedPlugin list =
        let place = Place.key ManifestSchema.plugins.Name Place.root

        match OptionReader.tryEntry ManifestSchema.plugins.Name (Tree.entries root) with
        | Some({ Value = { Value = Sequence items } }) ->
            items
            |> List.mapi (fun index item -> stated (Place.item index place) item)
            |> List.concat
        | Some entry -> stated place entry.Value
        | None -> []
