namespace SparsePlugins.Manifests

open SparsePlugins.Specs

/// The keys of a manifest, for those who describe them: the JSON Schema and help.
[<AbstractClass; Sealed>]
type ManifestKeys =
    /// Those at the root, in the order of documentation.
    static member All: ManifestKey list = ManifestSchema.keys

    /// The list that takes the place of `autoencoder.use`.
    static member Architectures: string = ManifestSchema.architectures.Name

    /// The list of dictionaries that are measured without being trained.
    static member Dictionaries: string = ManifestSchema.dictionaries.Name

    /// Without any of these, dictionaries are measured alone.
    static member OfTraining: string list = ManifestSchema.ofTraining |> List.map _.Name

    /// The mapping in an entry of that list with keys in place of those of `training`.
    static member OwnTraining: string * KeyField list =
        ManifestSchema.training.Name, TrainingKeys.own

    /// A regular expression for the word after `along`, which .NET and JSON Schema read alike.
    static member AlongPattern: string = AxesTogether.pattern

    /// Whether a path such as `training.batch` is a key of a section of plain values, or such as `architecture.decoder_bias` means an option of
    /// the architecture.
    static member Contains(path: string) : bool =
        match path.Split '.' with
        | [| "architecture"; name |] -> name <> ""
        | [| section; name |] ->
            [ ManifestSchema.training; ManifestSchema.evaluation ]
            |> List.filter (fun key -> key.Name = section)
            |> List.collect _.Fields
            |> List.exists (fun field -> field.Option.Name = name)
        | _ -> false
