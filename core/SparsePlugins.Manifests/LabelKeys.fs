namespace SparsePlugins.Manifests

/// The short label of an entry that is compared.
module LabelKeys =
    let short: Key<string> =
        Key.text
            "as"
            None
            "A short label in tables, figures and on the terminal, in place of the component with its options; it decides nothing that is computed."
            id
        |> Key.fixedly
        |> Key.optional
        |> Key.formed
            {
                Pattern = "^(?!none$)[^\\s@|]([^\\r\\n\\t@|]{0,38}[^\\s@|])?$"
                Rule = "must be a label of 1 to 40 characters on one line, without '@' and '|', and not 'none'"
            }
