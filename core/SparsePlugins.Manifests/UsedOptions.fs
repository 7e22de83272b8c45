namespace SparsePlugins.Manifests

open SparsePlugins.Yaml
open SparsePlugins.Specs

/// An option that the manifest states and that has no effect with the values of the others.
[<RequireQualifiedAccess>]
type IdleOption =
    {
        Option: string
        Position: Position
        /// The condition that doesn't hold.
        Condition: OptionCondition
        /// What the option of the condition is instead; nothing where it has no value.
        Got: OptionValue option
    }

/// Which options of a component or a section have an effect beside the others.
module UsedOptions =
    let private isLocal (condition: OptionCondition) = not (condition.Option.Contains '.')

    /// The conditions of an option on keys elsewhere in the manifest.
    let elsewhere (option: OptionSchema) =
        option.Conditions |> Seq.filter (isLocal >> not) |> List.ofSeq

    let private fallback (option: OptionSchema) : Stated<OptionValue> option =
        option.Default
        |> Option.ofObj
        |> Option.map (fun value ->
            {
                Value = OptionText.normalize option.Type value
                Position = None
            })

    /// The value that counts of an option: its default where it has no effect. `asked` are the options whose conditions are being looked at.
    let rec private counts (asked: string list) (options: OptionSchema list) (values: Values) name =
        options
        |> List.tryFind (fun option -> option.Name = name)
        |> Option.bind (fun option ->
            match Map.tryFind name values with
            | Some stated when List.contains name asked || unmet asked options values option |> Option.isNone ->
                Some stated
            | Some _
            | None -> fallback option)

    and private unmet asked options values (option: OptionSchema) =
        let find other =
            counts (option.Name :: asked) options values other
            |> Option.map (fun (stated: Stated<OptionValue>) -> stated.Value)

        option.Conditions |> Seq.filter isLocal |> Conditions.firstUnmet find

    /// An option whose condition doesn't hold; `find` gives the value of another option.
    let describe name position find (condition: OptionCondition) : IdleOption =
        {
            Option = name
            Position = position
            Condition = condition
            Got = find condition.Option
        }

    let private idle options (values: Values) (option: OptionSchema) =
        match Map.tryFind option.Name values with
        | Some { Position = Some position } ->
            unmet [] options values option
            |> Option.map (
                describe
                    option.Name
                    position
                    (counts [] options values
                     >> Option.map (fun (other: Stated<OptionValue>) -> other.Value))
            )
        | Some _
        | None -> None

    /// The values with those without effect at their defaults, and which options those are.
    let resolve (options: OptionSchema seq) (values: Values) : Values * IdleOption list =
        let options = List.ofSeq options
        let found = options |> List.choose (idle options values)

        let put (values: Values) (idle: IdleOption) =
            let option = options |> List.find (fun option -> option.Name = idle.Option)

            match fallback option with
            | Some value -> Map.add idle.Option value values
            | None -> Map.remove idle.Option values

        List.fold put values found, found
