using System.Security.Cryptography;

namespace SparsePlugins.Hosting.Watching;

/// <summary>Whether a file changed since it was last looked at; one that is being written is waited for.</summary>
/// <remarks>It is small, so its content is compared: a link, or a write that keeps length and time, hides nothing.</remarks>
/// <param name="path">The file.</param>
internal sealed class FileStamp(string path)
{
    private string _seen = Now(path);
    private string _latest = Now(path);

    /// <summary>Whether it is another than when it was last seen, and the same as a look before.</summary>
    public bool HasChanged()
    {
        var now = Now(path);
        var isStill = now == _latest;
        _latest = now;
        return isStill && now != _seen;
    }

    /// <summary>Whether it is another than when it was last seen, written to or not.</summary>
    public bool Differs => Now(path) != _seen;

    /// <summary>Takes note of it as it is.</summary>
    public void See() => _seen = Now(path);

    private static string Now(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
