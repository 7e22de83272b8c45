using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SparsePlugins.LanguageModels;

/// <summary>SHA-256 of files, computed once for each state of a file in this process.</summary>
internal static class FileHashes
{
    private static readonly ConcurrentDictionary<(string, long, DateTime), string> Known = [];

    /// <summary>The hash of a file's bytes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <returns>Hexadecimal digits.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    public static string Of(string file, CancellationToken cancellation)
    {
        var state = new FileInfo(file);
        return Known.GetOrAdd((state.FullName, state.Length, state.LastWriteTimeUtc), _ => Compute(file, cancellation));
    }

    private static string Compute(string file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = File.OpenRead(file);
        var block = new byte[1 << 20];
        for (int read; (read = stream.Read(block)) > 0; )
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
