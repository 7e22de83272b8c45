namespace SparsePlugins.Yaml

/// A place in a manifest; lines and columns count from 1.
type Position =
    { File: string; Line: int; Column: int }

/// Something in a text that can't be read: where, and what to do about it.
type Misreading = { Position: Position; Message: string }
