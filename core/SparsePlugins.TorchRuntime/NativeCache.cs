using System.Security.Cryptography;

namespace SparsePlugins.TorchRuntime;

/// <summary>Keeps native files under the hash of their bytes, so that any number of processes may write the same one at once.</summary>
internal sealed class NativeCache(string root)
{
    /// <summary>The user's cache; null without a home.</summary>
    public static NativeCache? OfUser() => CacheFolder.OfUser("native") is { } root ? new(root) : null;

    /// <summary>The full path of a file with these bytes; written beside its place and then renamed, unless it is there.</summary>
    /// <exception cref="IOException">The cache can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The cache can't be written.</exception>
    public string Keep(byte[] bytes, string name)
    {
        var folder = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var path = Path.Combine(folder, name);
        if (Holds(path, bytes))
            return path;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{name}.{Guid.NewGuid():n}");
        try
        {
            File.WriteAllBytes(temporary, bytes);
            // Whoever renames last wins; a process that has the earlier file open keeps it.
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        return path;
    }

    private static bool Holds(string path, byte[] bytes) => File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
}
