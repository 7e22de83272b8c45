namespace SparsePlugins.Specs

open SparsePlugins.Yaml

/// Something wrong with a manifest: where, which key, which rule and what to type instead.
type Problem =
    {
        Position: Position
        /// The key from the root, `initializers[1].with.encoder_scale`; empty for the file as a whole.
        Path: string
        Fault: Fault
    }

    /// The fault in words.
    member problem.Message = Fault.text problem.Fault

    override problem.ToString() =
        let place =
            $"{problem.Position.File}:{problem.Position.Line}:{problem.Position.Column}"

        if problem.Path = "" then
            $"{place}: {problem.Message}"
        else
            $"{place}: {problem.Path}: {problem.Message}"

module Problem =
    let because fault position path : Problem =
        {
            Position = position
            Path = path
            Fault = fault
        }

    /// One that no case is for.
    let at position path message = because (Rule message) position path

    /// Of the text itself, before any key is known.
    let ofText (misreading: Misreading) =
        at misreading.Position "" misreading.Message

    /// Everything that was refused while the tree was made.
    let inTree (root: YamlNode) =
        root |> Tree.misreadings |> List.map ofText
