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
