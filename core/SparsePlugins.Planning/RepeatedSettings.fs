namespace SparsePlugins.Planning

open System

/// Settings that differ in what the manifest says and in nothing that is trained or measured.
module internal RepeatedSettings =
    /// What is stated; a key is so in every setting or in none.
    let private texts (values: Map<string, Stated>) =
        [
            for KeyValue(name, stated) in values do
                if stated.Position.IsSome then
                    name
                    OptionText.render stated.Value
        ]

    /// Steps between two measurements of each metric.
    let private cadences (metrics: Entered list) (setting: Setting) =
        metrics |> List.map (Cadence.every setting >> Numerals.integer)

    let private ofComponent (entered: Entered) =
        [
            entered.Spec.Name
            for option in entered.Spec.Options do
                $"{option.Key}={OptionText.render option.Value}"
        ]

    /// What a setting decides.
    let private effect metrics (setting: Setting) =
        let samples = Values.integer "samples" setting.Evaluation

        [
            yield! ofComponent setting.Source
            yield! setting.Architecture |> Option.map ofComponent |> Option.defaultValue []
            OptionText.render setting.Features.Value
            yield! texts setting.Training
            yield! cadences metrics setting
            Numerals.integer samples
        ]
        |> String.concat "\n"

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
        |> List.groupBy (fun variant -> effect metrics variant.Value)
        |> List.collect (fun (_, group) -> group.Tail |> List.choose (fun repeated -> describe (group.Head, repeated)))
        |> List.distinctBy (fun problem -> problem.Position)
