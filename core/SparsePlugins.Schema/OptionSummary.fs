namespace SparsePlugins.Schema

open System
open SparsePlugins.Specs
open SparsePlugins.Manifests

module internal OptionSummary =
    /// What an option means and when it is used: `Length of every encoder row. Used only if encoder is tied.`
    let render (option: OptionSchema) =
        String.Join(
            " ",
            option.Summary
            :: [
                for condition in option.Conditions do
                    $"Used {Conditions.clause condition}."
            ]
        )
