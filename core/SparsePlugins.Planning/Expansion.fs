namespace SparsePlugins.Planning

open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// How many runs a manifest asks for, counted before any is made.
module internal Expansion =
    let mostRuns = 100_000

    /// Variants of a part, a double for it may be far too many; axes that go along a word which was counted already add none.
    /// Inside another axis they may: the values beside them don't advance.
    let rec private countWith nested (seen: Set<string>) (node: YamlNode) : float * Set<string> =
        match node with
        | Tree.Each(each, others) ->
            let words =
                others
                |> List.choose (fun other ->
                    match other.Key, other.Value.Value with
                    | "along", Scalar(word, _) when not nested -> Some word
                    | _ -> None)

            let alternatives =
                each.Value |> Tree.children |> List.map (countWith true seen >> fst) |> List.sum

            match words with
            | word :: _ when seen.Contains word -> 1.0, seen
            | _ -> max 1.0 alternatives, Set.union seen (Set.ofList words)
        | _ ->
            node
            |> Tree.children
            |> List.fold
                (fun (product, seen) child ->
                    let more, seen = countWith nested seen child
                    product * more, seen)
                (1.0, seen)

    let private count node = countWith false Set.empty node |> fst

    let private sum (node: YamlNode) =
        node |> Tree.children |> List.sumBy count |> max 1.0

    let private seeds (node: YamlNode) =
        match node.Value with
        | Scalar(text, _) ->
            Numerals.tryNumber text
            |> Option.defaultValue 1.0
            |> min (float ManifestSchema.mostSeeds)
            |> max 1.0
        | Sequence items -> float items.Length
        | Mapping _
        | Broken _ -> 1.0

    let private shown value =
        Numerals.number (System.Math.Round(value: float))

    /// Why a manifest asks for too much, if it does.
    let check (root: YamlNode) : Problem option =
        let entries =
            match root.Value with
            | Mapping entries -> entries
            | Scalar _
            | Sequence _
            | Broken _ -> []

        let factor name count =
            OptionReader.tryEntry name entries
            |> Option.map (fun entry -> count entry.Value)
            |> Option.defaultValue 1.0

        let settings =
            ManifestSchema.ofSettings
            |> List.choose (fun key -> OptionReader.tryEntry key.Name entries |> Option.map _.Value)
            |> List.fold
                (fun (product, seen) part ->
                    let more, seen = countWith false seen part
                    product * more, seen)
                (1.0, Set.empty)
            |> fst

        let lists =
            ManifestSchema.compared |> List.map (fun key -> key, factor key.Name sum)

        let seeds = factor ManifestSchema.seeds.Name seeds
        let runs = settings * seeds * (lists |> List.map snd |> List.reduce (*))

        let entries =
            lists
            |> List.filter (fun (key, count) -> key <> ManifestSchema.architectures || count > 1.0)
            |> List.map (fun (key, count) -> $"{shown count} {key.Name}")
            |> String.concat ", "

        if runs <= float mostRuns then
            None
        else
            Problem.at
                (Tree.axes root |> List.tryHead |> Option.defaultValue root.Position)
                ""
                $"asks for {shown runs} runs ({shown settings} settings, {entries}, {shown seeds} seeds); at most {mostRuns} are allowed, so shorten an 'each' or the seeds"
            |> Some
