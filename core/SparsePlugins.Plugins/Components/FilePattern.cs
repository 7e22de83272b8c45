using SparsePlugins.Specs;

namespace SparsePlugins.Plugins.Components;

/// <summary>Paths of files in options; <c>*</c> and <c>?</c> in the last part match several files.</summary>
public static class FilePattern
{
    /// <summary>What a folder of SAELens, sparsify or dictionary_learning keeps its weights in: such a folder means that file.</summary>
    private static readonly string[] WeightsOfTools = ["sae_weights.safetensors", "sae.safetensors", "ae.pt"];

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
    /// <param name="pattern">A path, a pattern, or the folder of another tool's dictionary.</param>
    internal static string[] Find(string folder, string pattern)
    {
        var full = Path.GetFullPath(Path.Combine(folder, pattern));
        var name = Path.GetFileName(full);
        if (name.AsSpan().IndexOfAny('*', '?') < 0)
        {
            return File.Exists(full) ? [full] : [.. WeightsOfTools.Select(file => Path.Combine(full, file)).Where(File.Exists).Take(1)];
        }

        var parent = Path.GetDirectoryName(full)!;
        return Directory.Exists(parent) ? [.. Directory.GetFiles(parent, name).Order(StringComparer.Ordinal)] : [];
    }
}
