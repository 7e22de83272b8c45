namespace SparsePlugins.Plugins.Inputs;

/// <summary>How far the hashing of input files is.</summary>
/// <param name="File">The file that is read.</param>
/// <param name="Done">Bytes that were read of all files.</param>
/// <param name="Total">Bytes to read.</param>
public readonly record struct HashProgress(string File, long Done, long Total);
