namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Reads `seeds: 5` and `seeds: [1, 2, 7]`.
module internal SeedReader =
    let private integers value =
        let items =
            match value with
            | ListValue items -> List.ofSeq items
            | FlagValue _
            | IntegerValue _
            | NumberValue _
            | TextValue _ -> [ value ]

        items
        |> List.choose (function
            | IntegerValue integer -> Some integer
            | FlagValue _
            | NumberValue _
            | TextValue _
            | ListValue _ -> None)

    let private repeats (place: Place) (node: YamlNode) (seeds: int64 list) : Problem list =
        seeds
        |> List.countBy id
        |> List.filter (fun (_, count) -> count > 1)
        |> List.map (fun (seed, _) ->
            Problem.because (Repeated($"lists the seed {seed} more than once", "; keep one")) node.Position place.Path)

    let private listed place node =
        OptionReader.value None (Many(Integer(0L, System.Int64.MaxValue))) place node
        |> Checked.map integers
        |> Checked.bind (fun seeds -> Checked.value seeds |> Checked.require (repeats place node seeds))

    /// n stands for the seeds 1 to n.
    let private counted place node =
        OptionReader.value None (Integer(1L, int64 ManifestSchema.mostSeeds)) place node
        |> Checked.map (integers >> List.collect (fun count -> [ 1L .. count ]))

    let private one (place: Place) (node: YamlNode) =
        match node.Value with
        | Sequence [] -> Checked.problem node.Position place.Path "is empty; list seeds, or give their number"
        | Sequence _ -> listed place node
        | Scalar _
        | Mapping _
        | Broken _ -> counted place node

    let read place node : Checked<int64 list> =
        Axes.fixedly "'each' can't stand here: write the seeds as a list" place one node
