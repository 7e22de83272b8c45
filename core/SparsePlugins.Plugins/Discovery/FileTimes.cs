using System.Globalization;

namespace SparsePlugins.Plugins;

/// <summary>What the file system says of a file: of a link, and of the file that it leads to.</summary>
internal static class FileTimes
{
    /// <summary>Name, length and times, as text that is different after nearly every change.</summary>
    /// <exception cref="IOException">There is no file, or its links lead nowhere.</exception>
    public static string Read(string path)
    {
        var file = new FileInfo(path);
        return Final(file) is { } target
            ? $"{Text(file, file.LinkTarget!.Length)} -> {Text(target, target.Length)}"
            : Text(file, file.Length);
    }

    /// <summary>When the file, or the one that a link leads to, was written last, in UTC.</summary>
    public static DateTime LastWrite(string path)
    {
        var file = new FileInfo(path);
        return (Final(file) ?? file).LastWriteTimeUtc;
    }

    private static FileInfo? Final(FileInfo file) => file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;

    private static string Text(FileInfo file, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {length} {file.LastWriteTimeUtc.Ticks} {file.CreationTimeUtc.Ticks}");
}
