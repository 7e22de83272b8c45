namespace SparsePlugins.Manifests

open System
open System.Collections.Generic
open SparsePlugins.Yaml
open SparsePlugins.Specs

/// A component as an entry of the manifest asks for it.
type Entered =
    {
        Schema: ComponentSchema
        Spec: ComponentSpec
        /// Options that the manifest states and that have no effect beside the others: the spec has their defaults.
        Idle: IdleOption list
    }

/// What is compared: a component, or none.
type ComparedEntry =
    {
        Entered: Entered option
        /// Of a reinitializer.
        Revival: RevivalRead option
        /// What an architecture states in place of `training`, by key.
        Training: Values
        /// The label that it states, and where.
        As: Stated<string> option
        Position: Position
        Path: string
    }

/// Makes the specification of a component from its options.
module Entered =
    let rec private isPath optionType =
        match optionType with
        | InputPath -> true
        | Many element -> isPath element
        | Flag
        | Integer _
        | Number _
        | Choice _
        | Text -> false

    /// `name=value` for each option that differs from its default.
    let private different (schema: ComponentSchema) (values: Values) =
        [
            for option in schema.Options do
                let text = OptionText.render values[option.Name].Value

                match option.Default with
                | null -> $"{option.Name}={text}"
                | fallback when OptionText.render (OptionText.normalize option.Type fallback) <> text ->
                    $"{option.Name}={text}"
                | _ -> ()
        ]

    /// `mean-residual(ratio=0.2)`.
    let label name (options: string list) =
        match options with
        | [] -> name
        | options -> $"{name}({String.Join(',', options)})"

    /// A label with more in its brackets.
    let labelWith (more: string list) (label': string) =
        match more with
        | [] -> label'
        | more when label'.EndsWith ')' -> label'.Substring(0, label'.Length - 1) + "," + String.Join(',', more) + ")"
        | more -> label label' more

    let private spec
        (schema: ComponentSchema)
        (place: Place)
        position
        (stated: Values)
        (values: Values)
        : ComponentSpec =
        {
            Kind = schema.Kind
            Name = schema.Name
            Options =
                [|
                    for option in schema.Options -> KeyValuePair(option.Name, values[option.Name].Value)
                |]
            OptionPositions =
                stated
                |> Map.toSeq
                |> Seq.choose (fun (name, value) -> value.Position |> Option.map (fun p -> name, p))
                |> dict
                |> Dictionary
            InputPaths = HashSet(schema.Options |> Seq.filter (fun o -> isPath o.Type) |> Seq.map _.Name)
            Neutral = HashSet(schema.Options |> Seq.filter (fun o -> not o.DecidesResult) |> Seq.map _.Name)
            Label = label schema.Name (different schema values)
            Position = position
            Path = place.Path
        }

    /// A component with the options that the manifest states; the others have their defaults.
    let ofStated (schema: ComponentSchema) place position stated : Entered =
        let values, idle = UsedOptions.resolve schema.Options stated

        {
            Schema = schema
            Spec = spec schema place position stated values
            Idle = idle
        }
