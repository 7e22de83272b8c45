namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Keys of `autoencoder` that are options of an architecture now: the problem of a manifest of an earlier version shows the line to write.
module internal MovedKeys =
    let private moved =
        [
            "activation"
            "k"
            "l1"
            "decoder_bias"
            "aux_dead_after"
            "aux_alpha"
            "aux_k"
        ]

    let private isMoved (entry: YamlEntry) = List.contains entry.Key moved

    /// Whether a key of `autoencoder` is about its architecture, which an entry of a list says where there is one.
    let isOfArchitecture (entry: YamlEntry) =
        isMoved entry || entry.Key = "use" || entry.Key = "with"

    let rec private text (node: YamlNode) : string =
        match node.Value with
        | Scalar(text, _) -> text
        | Sequence items -> "[" + System.String.Join(", ", items |> List.map text) + "]"
        | Mapping entries -> mapping entries
        | Broken _ -> "..."

    and private mapping (entries: YamlEntry list) =
        "{ "
        + System.String.Join(", ", entries |> List.map (fun entry -> $"{entry.Key}: {text entry.Value}"))
        + " }"

    let private architecture (entries: YamlEntry list) =
        entries
        |> List.tryFind (fun entry -> entry.Key = "activation")
        |> Option.map (fun entry -> text entry.Value)
        |> Option.defaultValue "relu"

    let private line (entries: YamlEntry list) =
        let options =
            entries |> List.filter (fun entry -> isMoved entry && entry.Key <> "activation")

        let parts =
            [
                $"use: {architecture entries}"
                for entry in entries do
                    if not (isMoved entry) then
                        $"{entry.Key}: {text entry.Value}"
                if not options.IsEmpty then
                    $"with: {mapping options}"
            ]

        "autoencoder: { " + System.String.Join(", ", parts) + " }"

    /// The problem of a mapping with such keys, at the first of them.
    let find kind (place: Place) (entries: YamlEntry list) : Problem option =
        match kind, entries |> List.tryFind isMoved with
        | Architecture, Some first when not (entries |> List.exists (fun entry -> entry.Key = "use")) ->
            Some(
                Problem.at
                    first.KeyPosition
                    place.Path
                    $"'{first.Key}' is an option of an architecture now; write {line entries}"
            )
        | _ -> None
