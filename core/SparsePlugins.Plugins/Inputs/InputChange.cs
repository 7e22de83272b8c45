using System.Globalization;

namespace SparsePlugins.Plugins.Inputs;

/// <summary>What happened to a file since it was planned with, in words.</summary>
internal static class InputChange
{
    /// <summary>How a file differs, as far as that shows without reading it.</summary>
    /// <returns><see langword="null"/> if only its content can tell: another file of the same length and time, or another owner or name.</returns>
    public static string? Describe(FileState planned, FileState? now) =>
        now is null ? "it is gone"
        : now.Length != planned.Length ? Invariant($"length {planned.Length} -> {now.Length} bytes")
        : now.Modified != planned.Modified
            ? Invariant($"written {planned.ModifiedAt:yyyy-MM-dd HH:mm:ss.fff} -> {now.ModifiedAt:yyyy-MM-dd HH:mm:ss.fff} UTC")
        : null;

    /// <summary>A sentence with the way out.</summary>
    /// <param name="file">Its name, for a person.</param>
    /// <param name="how">How it differs.</param>
    public static string Sentence(string file, string how) =>
        $"{file} changed since planning ({how}); start the command again, and it plans with the files as they are";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
