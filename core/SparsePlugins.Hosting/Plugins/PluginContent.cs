using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace SparsePlugins.Hosting.Plugins;

/// <summary>What a plugin's files hold at the moment of looking.</summary>
/// <param name="Files">Every file, by path.</param>
internal sealed record PluginContent(IReadOnlyList<PluginFile> Files)
{
    /// <summary>SHA-256 over the names and contents; equal where, and only where, all files are.</summary>
    public string Digest { get; } = HashOf(Encoding.UTF8.GetBytes(string.Join('\n', Files.Select(file => $"{file.Sha256} {file.Path}"))));

    /// <summary>Reads and hashes every file.</summary>
    /// <exception cref="IOException">One vanished meanwhile.</exception>
    public static PluginContent Of(PluginPlace place) =>
        place.IsSource ? OfSource(place, File.ReadAllBytes(place.Path)) : new([.. FilesOf(place).Select(path => Hash(place, path))]);

    /// <summary>The content of a source file that was read.</summary>
    public static PluginContent OfSource(PluginPlace place, byte[] text) => new([new PluginFile(place.Name, HashOf(text))]);

    /// <summary>The files of a plugin's folder, absolute, in ordinal order. Linked folders are not entered: they may lead back.</summary>
    /// <remarks>A <c>.runtimeconfig.dev.json</c> isn't part of a plugin: it would have the loader look elsewhere on this machine.</remarks>
    public static IReadOnlyList<string> FilesOf(PluginPlace folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        var files = new FileSystemEnumerable<string>(folder.Path, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && !entry.FileName.EndsWith(".runtimeconfig.dev.json", StringComparison.Ordinal),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return [.. files.Order(StringComparer.Ordinal)];
    }

    /// <summary>Names, lengths and times of the files: cheap, and different after nearly every change.</summary>
    public static PluginStamp StampOf(PluginPlace place)
    {
        var now = DateTime.UtcNow;
        var files = (place.IsSource ? [place.Path] : FilesOf(place)).Select(path => new FileInfo(path)).ToArray();
        var lines = files.Select(file =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks} {file.CreationTimeUtc.Ticks}"
            )
        );
        var isFresh = files.Any(file => file.LastWriteTimeUtc > now - PluginStamp.Resolution);
        return new PluginStamp(string.Join('\n', lines), isFresh);
    }

    private static PluginFile Hash(PluginPlace folder, string path)
    {
        using var file = File.OpenRead(path);
        var name = Path.GetRelativePath(folder.Path, path).Replace(Path.DirectorySeparatorChar, '/');
        return new PluginFile(name, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
