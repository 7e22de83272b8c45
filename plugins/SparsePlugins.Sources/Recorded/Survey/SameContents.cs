namespace SparsePlugins.Sources;

/// <summary>Finds files that are named twice under different names: links, hard links, copies, or the same rows in another format.</summary>
internal static class SameContents
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Why the files can't be used together: a row that is in two of them would be trained on and held out.</summary>
    /// <param name="matrices">The files.</param>
    /// <param name="contents">A hash of the rows of each.</param>
    /// <param name="cancellation">Set when the user stops it.</param>
    public static IEnumerable<string> Faults(
        IReadOnlyList<RecordedMatrix> matrices,
        IReadOnlyList<UInt128> contents,
        CancellationToken cancellation
    ) =>
        matrices
            .Zip(contents)
            .GroupBy(file => (file.Second, file.First.Rows), file => file.First.Path)
            .Select(same => same.ToList())
            .Where(same => same.Count > 1)
            .Select(same => Fault(same, cancellation));

    private static string Fault(List<string> paths, CancellationToken cancellation)
    {
        var isByBytes = paths.Skip(1).All(other => HaveSameBytes(paths[0], other, cancellation));
        var what = isByBytes ? "the same bytes" : "the same rows in the same order";
        return $"{Listed(paths)} hold {what}; name {(paths.Count == 2 ? "it" : "them")} once";
    }

    private static string Listed(List<string> paths)
    {
        var names = paths.ConvertAll(path => Path.GetFileName(path));
        var shown = names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : paths;
        return $"{string.Join(", ", shown[..^1])} and {shown[^1]}";
    }

    private static bool HaveSameBytes(string path, string other, CancellationToken cancellation)
    {
        using var one = RecordedFile.Open(path);
        using var two = RecordedFile.Open(other);
        if (one.Length != two.Length)
        {
            return false;
        }

        var (block, otherBlock) = (new byte[BlockBytes], new byte[BlockBytes]);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = one.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false);
            var otherRead = two.ReadAtLeast(otherBlock, BlockBytes, throwOnEndOfStream: false);
            if (!block.AsSpan(0, read).SequenceEqual(otherBlock.AsSpan(0, otherRead)))
            {
                return false;
            }

            if (read == 0)
            {
                return true;
            }
        }
    }
}
