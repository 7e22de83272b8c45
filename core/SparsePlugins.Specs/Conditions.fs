namespace SparsePlugins.Specs

open System

/// Conditions of options in words: `is used only if encoder is tied`.
module Conditions =
    let private listed (values: OptionValue seq) =
        String.Join(" or ", values |> Seq.map OptionText.render)

    /// `only if encoder is tied`.
    let clause (condition: OptionCondition) =
        match condition.Test with
        | IsOneOf values -> $"only if {condition.Option} is {listed values}"
        | IsNoneOf values -> $"only if {condition.Option} is not {listed values}"

    /// `is used only if encoder is tied`.
    let rule condition = "is used " + clause condition

    /// What would make the condition hold: `write encoder: tied`.
    let fix (condition: OptionCondition) =
        match condition.Test with
        | IsOneOf values -> $"write {condition.Option}: {OptionText.render (Seq.head values)}"
        | IsNoneOf _ -> $"change {condition.Option}"

    /// The first of an option's conditions that doesn't hold. `find` gives the value of another option; nothing where
    /// it has none.
    let firstUnmet (find: string -> OptionValue option) (conditions: OptionCondition seq) =
        let isAmong values found =
            match found with
            | Some value ->
                values
                |> Seq.exists (fun one -> OptionText.render one = OptionText.render value)
            | None -> false

        let isMet (condition: OptionCondition) =
            let found = find condition.Option

            match condition.Test with
            | IsOneOf values -> isAmong values found
            | IsNoneOf values -> not (isAmong values found)

        conditions |> Seq.tryFind (isMet >> not)
