namespace SparsePlugins.Manifests

/// Reads the short label of an entry that is compared.
module EntryLabels =
    /// The keys of an entry beside its label, and the label where it states one.
    let beside (others: EntryReader<'E>) : EntryReader<'E * Stated<string> option> =
        {
            Names = others.Names @ [ LabelKeys.short.Name ]
            Read =
                fun place position entries ->
                    check {
                        let! other = others.Read place position entries

                        and! label =
                            OptionReader.fields place position [ LabelKeys.short.Field ] entries
                            |> Checked.map (Key.tryGet LabelKeys.short)

                        return other, label
                    }
        }
