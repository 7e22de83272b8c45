namespace SparsePlugins.Schema

open System.Collections.Generic
open SparsePlugins.Specs
open SparsePlugins.Manifests
open SparsePlugins.Yaml

/// A key of a manifest's entry, beside `use` and `with`.
type EntryKey =
    {
        /// Its default is null where the manifest must give a value, or need not and then nothing holds.
        Option: OptionSchema
        Required: bool
        /// Whether `{ each: [...] }` may stand there.
        Varies: bool
        /// What it takes where that is no plain value: `mapping`; empty where its type says so.
        Takes: string
        /// What a text must look like, such as `must be a metric, >= or <=, and a number`; empty where any text will do.
        Rule: string
    }

/// A key at the top level of a manifest.
type TopKey =
    {
        Name: string
        Required: bool
        Summary: string
        /// The plain value that it takes; null where it takes something else.
        Value: EntryKey | null
        /// What it takes instead of a plain value: `mapping`, `component`, `list of components`; empty where it takes one.
        Takes: string
        /// The value without the key; empty where there is none.
        Default: string
        /// The keys in it or in each of its entries, beside `use` and `with`.
        Keys: IReadOnlyList<EntryKey>
    }

module private HelpKeys =
    let entry (field: KeyField) : EntryKey =
        {
            Option = field.Option
            Required = field.Required
            Varies = field.Varies
            Takes = ""
            Rule = field.Form |> Option.map _.Rule |> Option.defaultValue ""
        }

    let private keys (key: ManifestKey) =
        match key.Shape with
        | Tune(over, _, by, seeds) ->
            [
                { entry over with Takes = "mapping" }
                entry by
                { entry seeds with
                    Takes = "list of integers from 0"
                }
            ]
        | Single _
        | Seeds _
        | Fields _
        | OneComponent _
        | ManyComponents _ -> key.Fields |> List.map entry

    let private takes shape =
        match shape with
        | Single _ -> ""
        | Seeds(most, _) -> $"integer 1..{most}, or a list of integers from 0"
        | Fields _
        | Tune _ -> "mapping"
        | OneComponent _ -> "component"
        | ManyComponents _ -> "list of components"

    let private fallback (key: ManifestKey) =
        match key.Shape with
        | Seeds(_, unlessStated) -> string unlessStated
        | ManyComponents(_, _, word :: _) when not key.Required -> $"[{word}]"
        | Single _
        | Fields _
        | Tune _
        | OneComponent _
        | ManyComponents _ -> ""

    let top (key: ManifestKey) : TopKey =
        {
            Name = key.Name
            Required = key.Required
            Summary = key.Summary
            Value =
                match key.Shape with
                | Single field -> entry field
                | Seeds _
                | Fields _
                | Tune _
                | OneComponent _
                | ManyComponents _ -> null
            Takes = takes key.Shape
            Default = fallback key
            Keys = keys key |> Array.ofList
        }

/// Texts about manifests for people, except problems.
[<AbstractClass; Sealed>]
type Help =
    /// The keys that an entry for a component of a kind has beside `use` and `with`, in the order of documentation.
    static member EntryKeys(kind: ComponentKind) : IReadOnlyList<EntryKey> =
        ManifestKeys.All
        |> List.collect (fun key ->
            match key.Shape with
            | ManyComponents(shown, extras, _)
            | OneComponent(shown, extras) when shown = kind -> extras
            | ManyComponents _
            | Single _
            | Seeds _
            | Tune _
            | Fields _
            | OneComponent _ -> [])
        |> List.map HelpKeys.entry
        |> Array.ofList
        :> IReadOnlyList<EntryKey>

    /// The keys at the top level, in the order of documentation.
    static member TopKeys() : IReadOnlyList<TopKey> =
        ManifestKeys.All |> List.map HelpKeys.top |> Array.ofList :> IReadOnlyList<TopKey>

    /// What an option means and when it is used: `Length of every encoder row. Used only if encoder is tied.`
    static member Summary(option: OptionSchema) : string = OptionSummary.render option

    /// `no component named 'orthogonall'; did you mean 'orthogonal'? known: ...`.
    static member Unknown(noun: string, known: IEnumerable<string>, typed: string) : string =
        Spelling.unknown noun (List.ofSeq known) typed
