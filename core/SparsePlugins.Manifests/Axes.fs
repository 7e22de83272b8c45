namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Reads `each`: a part of the manifest in several variants.
module Axes =
    open Tree

    /// An `each` whose alternatives are read alike; `read` reads everything else.
    let rec varying (place: Place) (read: Place -> YamlNode -> Checked<'T>) (node: YamlNode) : Checked<'T> =
        match node with
        | Each(each, []) -> alternatives place read None each
        | Each(each, [ { Key = "along" } as along ]) -> together place read each along
        | Each(each, others) ->
            match others |> List.tryFind (fun other -> other.Key <> "along") with
            | Some other ->
                Checked.problem
                    other.KeyPosition
                    place.Path
                    $"'each' stands alone, or with 'along'; move '{other.Key}' into its values"
            | None ->
                Checked.problem
                    (List.last others).KeyPosition
                    place.Path
                    "'along' stands beside this 'each' a second time; keep one"
        | { Value = Broken _ } -> Checked.problems []
        | _ -> read place node

    /// An axis that advances with others.
    and private together place read each along =
        match along.Value.Value with
        | Scalar(word, _) when AxesTogether.isWord word -> alternatives place read (Some word) each
        | Broken _ -> Checked.problems []
        | Scalar _
        | Sequence _
        | Mapping _ ->
            Checked.problem
                along.Value.Position
                place.Path
                $"'along' needs a word in lower case that axes which advance together share, such as 'size', got {noun along.Value}"

    and private alternatives place read along (each: YamlEntry) =
        let refuse position =
            Checked.problem position place.Path "'each' needs a list of values, such as { each: [0.01, 0.1] }"

        match each.Value.Value with
        | Sequence [] -> refuse each.Value.Position
        | Sequence items ->
            let parts =
                items
                |> List.mapi (fun index item -> varying (Place.alternative index place) read item)

            Checked.alternatives each.KeyPosition along parts
            |> Checked.require (repeats place items parts)
        | Broken _ -> Checked.problems []
        | Scalar _
        | Mapping _ -> refuse each.Value.Position

    /// Alternatives that say the same as one before them.
    and private repeats place items parts : Problem list =
        let texts (part: Checked<'T>) =
            part.Variants
            |> List.map (fun variant -> (variant.Picks |> List.collect _.Leaves) @ variant.Leaves)

        let add (seen, found) (index, item: YamlNode, part) =
            match texts part |> List.tryFind (fun text -> Set.contains text seen) with
            | Some _ ->
                seen,
                Problem.because
                    (Repeated("repeats a value that this 'each' has already", "; remove it"))
                    item.Position
                    (Place.alternative index place).Path
                :: found
            | None -> Set.union seen (Set.ofList (texts part)), found

        List.zip3 [ 0 .. items.Length - 1 ] items parts
        |> List.fold add (Set.empty, [])
        |> snd

    /// Refuses `each` anywhere in a part, for a reason.
    let fixedly reason (place: Place) (read: Place -> YamlNode -> Checked<'T>) (node: YamlNode) : Checked<'T> =
        match axes node with
        | [] -> varying place read node
        | positions ->
            positions
            |> List.map (fun position -> Problem.at position place.Path reason)
            |> Checked.problems
