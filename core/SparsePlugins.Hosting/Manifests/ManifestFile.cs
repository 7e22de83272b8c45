using System.Collections.Concurrent;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>A manifest's bytes.</summary>
internal static class ManifestFile
{
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>What pipes said: they can be read only once, and a command reads its manifest for the plugins that it names and again to plan it.</summary>
    private static readonly ConcurrentDictionary<string, byte[]> Pipes = [];

    /// <summary>Reads a manifest, or says why it can't be read.</summary>
    public static bool TryRead(string path, out byte[] bytes, out string reason)
    {
        (bytes, reason) = ([], "");
        try
        {
            if (Pipes.TryGetValue(path, out var said))
            {
                bytes = said;
                return true;
            }

            using var file = File.OpenRead(path);
            var most = new byte[MostBytes];
            bytes = most[..file.ReadAtLeast(most, MostBytes, throwOnEndOfStream: false)]; // A pipe has no length.
            if (!file.CanSeek)
            {
                Pipes[path] = bytes;
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            reason =
                Directory.Exists(path) ? "this is a folder; give the path of a manifest in it"
                : error is FileNotFoundException or DirectoryNotFoundException
                    ? "there is no such file; give the path of a manifest, for instance experiments/quickstart.yaml"
                : $"can't be read: {error.Message}";
            return false;
        }
    }
}
