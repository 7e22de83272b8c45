using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace SparsePlugins.Plugins;

/// <summary>What a plugin's files hold at the moment of looking.</summary>
/// <param name="Files">Every file, by path.</param>
/// <param name="Digest">SHA-256 over the names and contents, of a source file over its content: equal where, and only where, the plugin is the same.</param>
internal sealed record PluginContent(IReadOnlyList<PluginFile> Files, string Digest)
{
    private const string NativeFolder = "runtimes";

    /// <summary>Reads and hashes every file.</summary>
    /// <exception cref="IOException">One vanished meanwhile.</exception>
    public static PluginContent Read(PluginPlace place) =>
        place.IsSource ? OfSource(place, File.ReadAllBytes(place.Path)) : OfFiles([.. FilesOf(place).Select(path => Hash(place, path))]);

    /// <summary>The content of a source file that was read.</summary>
    public static PluginContent OfSource(PluginPlace place, byte[] text)
    {
        var file = new PluginFile(place.Name, HashOf(text));
        return new PluginContent([file], file.Sha256);
    }

    /// <summary>The assemblies in a plugin's folder that are not part of it: the host lends its own in their place.</summary>
    public static IReadOnlyList<string> NotUsed(PluginPlace folder) =>
        folder.IsSource || !Directory.Exists(folder.Path)
            ? []
            : [.. Directory.EnumerateFiles(folder.Path, "*.dll").Where(IsLent).Order(StringComparer.Ordinal)];

    /// <summary>The files of a plugin's folder, absolute, in ordinal order. Linked folders are not entered: they may lead back.</summary>
    /// <remarks>
    /// Not part of a plugin are copies of what the host lends, which are never loaded, and a <c>.runtimeconfig.dev.json</c>: it would have the loader look
    /// elsewhere on this machine. Of a folder that has not the assembly's name, only <c>runtimes/</c> is entered: it may hold much else.
    /// </remarks>
    public static IReadOnlyList<string> FilesOf(PluginPlace folder)
    {
        var entersAll = folder.Assembly is null;
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        var files = new FileSystemEnumerable<string>(folder.Path, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && !entry.FileName.EndsWith(".runtimeconfig.dev.json", StringComparison.Ordinal),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
                && (entersAll || !entry.Directory.SequenceEqual(entry.RootDirectory) || entry.FileName.SequenceEqual(NativeFolder)),
        };
        return [.. files.Where(path => Path.GetDirectoryName(path) != folder.Path || !IsLent(path)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Names, lengths and times of the files: cheap, and different after nearly every change.</summary>
    public static PluginStamp StampOf(PluginPlace place)
    {
        var now = DateTime.UtcNow;
        IReadOnlyList<string> files = place.IsSource ? [place.Path] : FilesOf(place);
        var isFresh = files.Any(file => FileTimes.LastWrite(file) > now - PluginStamp.Resolution);
        return new PluginStamp(string.Join('\n', files.Select(FileTimes.Read)), isFresh);
    }

    private static PluginContent OfFiles(IReadOnlyList<PluginFile> files) =>
        new(files, HashOf(Encoding.UTF8.GetBytes(string.Join('\n', files.Select(file => $"{file.Sha256} {file.Path}")))));

    private static bool IsLent(string path) =>
        Path.GetExtension(path) == ".dll" && HostAssemblies.Lent.ContainsKey(Path.GetFileNameWithoutExtension(path));

    private static PluginFile Hash(PluginPlace folder, string path)
    {
        using var file = File.OpenRead(path);
        var name = Path.GetRelativePath(folder.Path, path).Replace(Path.DirectorySeparatorChar, '/');
        return new PluginFile(name, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
