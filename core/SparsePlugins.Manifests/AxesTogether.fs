namespace SparsePlugins.Manifests

open System.Text.RegularExpressions
open SparsePlugins.Yaml
open SparsePlugins.Specs

/// Axes that advance together: `{ each: [64, 128], along: size }` in several places gives two settings, not four.
module AxesTogether =
    open Tree

    let pattern = "^[a-z][a-z0-9]{0,39}(-[a-z0-9]{1,40}){0,9}$"

    let isWord (text: string) =
        Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant)

    type private Axis =
        {
            Word: string
            Section: string
            Count: int
            Position: Position
        }

    let rec private axes section (node: YamlNode) =
        let inside = node |> children |> List.collect (axes section)

        match node with
        | Each(each, others) ->
            let count = each.Value |> children |> List.length

            [
                for other in others do
                    match other.Key, other.Value.Value with
                    | "along", Scalar(word, _) ->
                        {
                            Word = word
                            Section = section
                            Count = count
                            Position = other.Value.Position
                        }
                    | _ -> ()
            ]
            @ inside
        | _ -> inside

    let private problem (axis: Axis) message =
        Problem.at axis.Position axis.Section message

    let private ofWord (word, group: Axis list) =
        let first = List.head group

        match group with
        | [ only ] ->
            [
                problem only $"no other axis goes along '{word}'; give another 'each' the same word, or remove 'along'"
            ]
        | _ ->
            group
            |> List.filter (fun axis -> axis.Count <> first.Count)
            |> List.map (fun axis ->
                problem
                    axis
                    $"axes along '{word}' advance together and need as many values each: {first.Count} in line {first.Position.Line}, {axis.Count} here")

    /// What is wrong with the axes that advance together.
    let check (root: YamlNode) : Problem list =
        let all =
            root
            |> entries
            |> List.collect (fun entry -> axes entry.Key entry.Value)
            |> List.filter (fun axis -> isWord axis.Word)

        let inSettings, elsewhere =
            all
            |> List.partition (fun axis ->
                ManifestSchema.ofSettings |> List.exists (fun key -> key.Name = axis.Section))

        (elsewhere
         |> List.map (fun axis ->
             problem axis "'along' joins axes of source, autoencoder, training and evaluation only; remove it here"))
        @ (inSettings |> List.groupBy _.Word |> List.collect ofWord)
