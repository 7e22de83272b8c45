using System.Collections.Concurrent;
using System.Security.Cryptography;
using SparsePlugins.Planning;

namespace SparsePlugins.Hosting.Components;

/// <summary>Finds the files that a manifest's options name, and what they hold.</summary>
/// <param name="folder">The manifest's folder; relative paths begin there.</param>
public sealed class InputFiles(string folder)
{
    private readonly ConcurrentDictionary<string, string> _contents = [];

    /// <summary>The folder where relative paths begin.</summary>
    public string Folder { get; } = folder;

    /// <summary>The files that a path or a pattern means, absolute, in ordinal order; empty if there is none.</summary>
    /// <param name="pattern">A path; <c>*</c> and <c>?</c> in its last part match several files.</param>
    public IReadOnlyList<string> Find(string pattern)
    {
        var full = Path.GetFullPath(Path.Combine(Folder, pattern));
        var name = Path.GetFileName(full);
        if (name.AsSpan().IndexOfAny('*', '?') < 0)
        {
            return File.Exists(full) ? [full] : [];
        }

        var parent = Path.GetDirectoryName(full)!;
        return Directory.Exists(parent) ? [.. Directory.GetFiles(parent, name).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>SHA-256 over the contents of the files that a pattern means, whatever they are called.</summary>
    /// <param name="pattern">As in <see cref="Find"/>.</param>
    /// <returns><c>sha256:</c> and hexadecimal digits.</returns>
    public string ContentOf(string pattern) => _contents.GetOrAdd(pattern, HashContents);

    /// <summary>The paths that an option holds.</summary>
    /// <param name="value">A text or a list of them.</param>
    internal static IEnumerable<string> Patterns(OptionValue value) =>
        value switch
        {
            OptionValue.TextValue text => [text.Item],
            OptionValue.ListValue list => list.Item.SelectMany(Patterns),
            _ => [],
        };

    private string HashContents(string pattern)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Find(pattern))
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
