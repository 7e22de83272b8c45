namespace SparsePlugins.Records

/// A list of the manifest whose entries are compared.
[<RequireQualifiedAccess>]
type ComparedList =
    | Architectures
    | Initializers
    | Reinitializers

    /// In the order in which names of variants give their labels.
    static member All =
        [
            ComparedList.Architectures
            ComparedList.Initializers
            ComparedList.Reinitializers
        ]

    /// The one of three values, one per list, that is of this list.
    member list.Choose(architecture: string, initializer: string, reinitializer: string) =
        match list with
        | ComparedList.Architectures -> architecture
        | ComparedList.Initializers -> initializer
        | ComparedList.Reinitializers -> reinitializer
