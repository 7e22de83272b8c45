namespace SparsePlugins.Contracts;

/// <summary>How far a source is with work that has to be done before it can be opened.</summary>
/// <param name="Work">What it does, after "to": <c>record activations in FOLDER</c>.</param>
/// <param name="Done">Bytes done so far.</param>
/// <param name="Total">Bytes in all, at least 1.</param>
public readonly record struct SourceProgress(string Work, long Done, long Total);
