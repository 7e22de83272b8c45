using SparsePlugins.Planning;
using SparsePlugins.Yaml;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>A manifest, read and parsed once: a pipe can't be read again, and a file may change.</summary>
/// <param name="path">The file.</param>
/// <param name="bytes">Its content; empty where it can't be read.</param>
/// <param name="overrides">Values that replace those of the manifest, as <c>path=value</c>.</param>
public sealed class ManifestText(string path, byte[] bytes, IReadOnlyList<string> overrides)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Its content; empty where it can't be read.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>Values that replace those of the manifest.</summary>
    public IReadOnlyList<string> Overrides { get; } = overrides;

    /// <summary>Where everything in it stands, with the overrides in place.</summary>
    public ManifestTree Tree { get; } = ManifestTree.Parse(path, bytes, overrides);

    /// <summary>Why it can't be read, with the fix; <see langword="null"/> if it was.</summary>
    public string? Refusal { get; private init; }

    /// <summary>The folder that relative paths in it begin from, absolute.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">The file, or a pipe.</param>
    /// <param name="overrides">Values that replace those of the manifest, as <c>path=value</c>.</param>
    public static ManifestText Read(string path, IReadOnlyList<string> overrides)
    {
        try
        {
            using var file = File.OpenRead(path);
            var read = new byte[SourceText.largest + 1]; // A pipe has no length; the byte more shows that a file is too large.
            return new ManifestText(path, read[..file.ReadAtLeast(read, read.Length, throwOnEndOfStream: false)], overrides);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new ManifestText(path, [], overrides) { Refusal = Describe(path, error) };
        }
    }

    private static string Describe(string path, Exception error) =>
        Directory.Exists(path) ? "this is a folder; give the path of a manifest in it"
        : error is FileNotFoundException or DirectoryNotFoundException
            ? "there is no such file; give the path of a manifest, for instance experiments/quickstart.yaml"
        : $"can't be read: {error.Message}";
}
