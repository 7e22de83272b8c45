namespace SparsePlugins.Planning

open System.Collections.Generic

/// A key of a manifest's entry, beside `use` and `with`.
type EntryKey =
    {
        /// Its default is null where the manifest must give a value, or need not and then nothing holds.
        Option: OptionSchema
        Required: bool
    }

/// What a person is told about manifests outside of problems.
[<AbstractClass; Sealed>]
type Help =
    /// The keys that an entry for a component of a kind has beside `use` and `with`, in the order of documentation.
    static member EntryKeys(kind: ComponentKind) : IReadOnlyList<EntryKey> =
        ManifestSchema.keys
        |> List.collect (fun key ->
            match key.Shape with
            | Members(shown, extras, _)
            | OneComponent(shown, extras) when shown = kind -> extras
            | Members _
            | Single _
            | Seeds
            | Fields _
            | OneComponent _ -> [])
        |> List.map (fun field ->
            {
                Option = field.Option
                Required = field.Required
            })
        |> Array.ofList
        :> IReadOnlyList<EntryKey>

    /// What an option means and when it is used: `Length of every encoder row. Used only if encoder is tied.`
    static member Summary(option: OptionSchema) : string = Conditions.summary option

    /// Whether a path such as `training.batch` is a key of a section of the manifest, or such as `architecture.decoder_bias` means an option of the
    /// architecture.
    static member IsKey(path: string) : bool =
        match path.Split '.' with
        | [| "architecture"; name |] -> name <> ""
        | [| section; name |] ->
            ManifestSchema.sections
            |> List.filter (fun key -> key.Name = section)
            |> List.collect _.Fields
            |> List.exists (fun field -> field.Option.Name = name)
        | _ -> false

    /// `no component named 'orthogonall'; did you mean 'orthogonal'? known: ...`.
    static member Unknown(noun: string, known: IEnumerable<string>, typed: string) : string =
        Spelling.unknown noun (List.ofSeq known) typed
