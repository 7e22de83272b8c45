namespace SparsePlugins.Planning

open System
open SparsePlugins.Yaml
open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Settings that differ in what the manifest says and in nothing that is trained or measured.
module internal RepeatedSettings =
    let private ofComponent (entered: Entered) =
        entered.Spec.Name,
        [
            for option in entered.Spec.Deciding.Options -> option.Key, OptionText.render option.Value
        ]

    /// What a setting decides: what is equal trains and measures the same.
    let private effect draft metrics (setting: Setting) =
        ofComponent setting.Source,
        InputKeys.spec setting.Inputs,
        setting.Architecture |> Option.map ofComponent,
        setting.Features.Value,
        Draft.combinationsOf draft setting
        |> List.map (fun combination -> TrainingKeys.spec combination.Setting.Training),
        metrics |> List.map (Cadence.every setting),
        setting.Evaluation.Samples.Value

    /// The axes in which two variants differ.
    let private differing (first: Variant<Setting>) (second: Variant<Setting>) =
        second.Picks
        |> List.filter (fun pick ->
            not (
                first.Picks
                |> List.exists (fun other -> other.Position = pick.Position && other.Index = pick.Index)
            ))

    let private describe (first: Variant<Setting>, second: Variant<Setting>) =
        match differing first second with
        | [] -> None
        | pick :: _ ->
            let stated = pick.Leaves |> List.map (fun leaf -> $"{leaf.Place}={leaf.Text}")

            let path =
                pick.Leaves |> List.tryHead |> Option.map _.Place |> Option.defaultValue ""

            Problem.at
                pick.Position
                path
                $"{String.Join(',', stated)} trains and measures the same as another value of this 'each', as nothing else in the manifest uses it; remove it"
            |> Some

    /// Axes with values that make no difference.
    let problems (draft: Draft) : Problem list =
        let metrics = Draft.listed draft.Metrics

        draft.Settings.Variants
        |> List.groupBy (fun variant -> effect draft metrics variant.Value)
        |> List.collect (fun (_, group) -> group.Tail |> List.choose (fun repeated -> describe (group.Head, repeated)))
        |> List.distinctBy (fun problem -> problem.Position)
