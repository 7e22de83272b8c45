namespace SparsePlugins.Records

open System

/// Labels of runs that a build made which another build replaced: `noisy-sample [build 3f2a1c9]`.
[<AbstractClass; Sealed>]
type BuildLabel =
    static member private Mark = " [build "

    /// The label of an old build's runs, from that of the new build's.
    static member Of(label: string, sha256: string) =
        label + BuildLabel.Mark + sha256.Substring(0, min 7 sha256.Length) + "]"

    /// Whether a label is of an old build.
    static member IsOld(label: string) =
        label.EndsWith ']' && label.Contains(BuildLabel.Mark, StringComparison.Ordinal)

    /// The label of the new build's runs.
    static member New(label: string) =
        if BuildLabel.IsOld label then
            label.Substring(0, label.LastIndexOf(BuildLabel.Mark, StringComparison.Ordinal))
        else
            label
