using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>Paths of files in options; <c>*</c> and <c>?</c> in the last part match several files.</summary>
public static class FilePattern
{
    /// <summary>The paths and patterns that an option holds.</summary>
    /// <param name="value">A text or a list of them.</param>
    public static IEnumerable<string> AllIn(OptionValue value) =>
        value switch
        {
            OptionValue.TextValue text => [text.Item],
            OptionValue.ListValue list => list.Item.SelectMany(AllIn),
            _ => [],
        };

    /// <summary>The files that a path or a pattern means, absolute, in ordinal order; empty if there is none.</summary>
    /// <param name="folder">Relative paths begin there.</param>
    /// <param name="pattern">A path or a pattern.</param>
    internal static string[] Find(string folder, string pattern)
    {
        var full = Path.GetFullPath(Path.Combine(folder, pattern));
        var name = Path.GetFileName(full);
        if (name.AsSpan().IndexOfAny('*', '?') < 0)
        {
            return File.Exists(full) ? [full] : [];
        }

        var parent = Path.GetDirectoryName(full)!;
        return Directory.Exists(parent) ? [.. Directory.GetFiles(parent, name).Order(StringComparer.Ordinal)] : [];
    }
}
