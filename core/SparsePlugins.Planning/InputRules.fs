namespace SparsePlugins.Planning

open SparsePlugins.Specs
open SparsePlugins.Manifests

/// Rules between the keys of `source` beside its component.
module internal InputRules =
    /// A limit that the median row itself is longer than.
    let check (draft: Draft) : Problem list =
        [
            for variant in draft.Settings.Variants do
                let stated = variant.Value.Inputs.DropLongerThan

                match stated.Position with
                | Some position when stated.Value > 0.0 && stated.Value < 1.0 ->
                    Problem.at
                        position
                        $"{ManifestSchema.source.Name}.{InputKeys.dropLongerThan.Name}"
                        "drops the median row itself, and half of all rows with it; write a number of at least 1, such as 10, or 0 to drop none"
                | Some _
                | None -> ()
        ]
        |> List.distinct
