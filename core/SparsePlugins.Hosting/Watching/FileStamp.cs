namespace SparsePlugins.Hosting.Watching;

/// <summary>Whether a file changed since it was last looked at; one that is being written is waited for.</summary>
/// <param name="path">The file.</param>
internal sealed class FileStamp(string path)
{
    private (DateTime, long) _seen = Now(path);
    private (DateTime, long) _latest = Now(path);

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

    private static (DateTime, long) Now(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
