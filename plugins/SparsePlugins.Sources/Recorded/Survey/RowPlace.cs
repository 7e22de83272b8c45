namespace SparsePlugins.Sources;

/// <summary>A row of one file.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Row">From 0.</param>
internal readonly record struct RowPlace(string File, long Row)
{
    /// <summary><c>x.npy: row 5</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Path.GetFileName(File)}: row {Row}");
}
