namespace SparsePlugins.Planning

/// How many runs a manifest asks for, counted before any is made.
module internal Expansion =
    let mostRuns = 100_000

    /// Variants of a part; a double, for it may be far too many.
    let rec private count (node: Node) : float =
        match node with
        | Tree.Each(each, _) -> each.Value |> Tree.children |> List.sumBy count |> max 1.0
        | _ ->
            node
            |> Tree.children
            |> List.fold (fun product child -> product * count child) 1.0

    let private sum (node: Node) =
        node |> Tree.children |> List.sumBy count |> max 1.0

    let private seeds (node: Node) =
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
    let check (root: Node) : Problem option =
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
            [ "source"; "autoencoder"; "training"; "evaluation" ]
            |> List.fold (fun product name -> product * factor name count) 1.0

        let initializers, reinitializers =
            factor "initializers" sum, factor "reinitializers" sum

        let seeds = factor "seeds" seeds
        let runs = settings * initializers * reinitializers * seeds

        if runs <= float mostRuns then
            None
        else
            Some
                {
                    Position = Tree.axes root |> List.tryHead |> Option.defaultValue root.Position
                    Path = ""
                    Message =
                        $"asks for {shown runs} runs ({shown settings} settings, {shown initializers} initializers, {shown reinitializers} reinitializers, {shown seeds} seeds); at most {mostRuns} are allowed, so shorten an 'each' or the seeds"
                }
