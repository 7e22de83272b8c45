namespace SparsePlugins.Planning

/// A place in a manifest; lines and columns count from 1.
type Position =
    { File: string; Line: int; Column: int }
