using System.Security.Cryptography;
using System.Text;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Storage;

/// <summary>Keeps between starts what can be computed again. Where it can't be read or written, or is damaged, there is nothing in it.</summary>
/// <param name="folder">Where, or <see langword="null"/> for nowhere.</param>
public sealed class UserCache(string? folder)
{
    /// <summary>A part of the user's cache.</summary>
    /// <param name="part">Its name.</param>
    public static UserCache OfUser(string part) => new(CacheFolder.OfUser(part));

    /// <summary>What is kept under a key, or <see langword="null"/>.</summary>
    public byte[]? TryRead(string key)
    {
        try
        {
            var bytes = folder is null ? [] : File.ReadAllBytes(PathOf(key));
            return bytes.Length >= SHA256.HashSizeInBytes ? Verify(key, bytes) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps something under a key, in place of what was there.</summary>
    public void Keep(string key, byte[] content)
    {
        try
        {
            if (folder is not null)
            {
                AtomicFile.Write(PathOf(key), file => file.Write([.. content, .. Checksum(key, content)]));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is computed again next time.
        }
    }

    private static byte[]? Verify(string key, byte[] bytes)
    {
        var content = bytes[..^SHA256.HashSizeInBytes];
        return Checksum(key, content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)) ? content : null;
    }

    /// <summary>Of the key, too: a file under another one's name is no answer.</summary>
    private static byte[] Checksum(string key, byte[] content) => SHA256.HashData([.. Encoding.UTF8.GetBytes(key), 0, .. content]);

    private string PathOf(string key) => Path.Combine(folder!, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
