namespace SparsePlugins.Planning

/// A place in a manifest; lines and columns count from 1.
type Position =
    { File: string; Line: int; Column: int }

/// Something wrong with a manifest: where, which key, which rule and what to type instead.
type Problem =
    {
        Position: Position
        /// The key from the root, `initializers[1].with.encoder_scale`; empty for the file as a whole.
        Path: string
        Message: string
    }

    override problem.ToString() =
        let place =
            $"{problem.Position.File}:{problem.Position.Line}:{problem.Position.Column}"

        if problem.Path = "" then
            $"{place}: {problem.Message}"
        else
            $"{place}: {problem.Path}: {problem.Message}"

module internal Problem =
    let at position path message =
        {
            Position = position
            Path = path
            Message = message
        }
