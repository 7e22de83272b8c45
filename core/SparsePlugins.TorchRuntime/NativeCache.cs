using System.Security.Cryptography;

namespace SparsePlugins.TorchRuntime;

/// <summary>Keeps native files under the hash of their bytes, so that any number of processes may write the same one at once.</summary>
internal sealed class NativeCache(string root)
{
    /// <summary>The user's cache: $XDG_CACHE_HOME/sparseplugins/native, by default under ~/.cache; null without a home.</summary>
    public static NativeCache? OfUser()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        // The XDG rule: a relative path is to be ignored.
        var cache =
            Path.IsPathFullyQualified(xdg ?? "") ? xdg!
            : home.Length > 0 ? Path.Combine(home, ".cache")
            : null;
        return cache is null ? null : new NativeCache(Path.Combine(cache, "sparseplugins", "native"));
    }

    /// <summary>The full path of a file with these bytes; written beside its place and then renamed, if it is not there yet.</summary>
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
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    private static bool Holds(string path, byte[] bytes) => File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
}
