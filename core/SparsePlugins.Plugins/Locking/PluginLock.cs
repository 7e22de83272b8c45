using SparsePlugins.Storage;

namespace SparsePlugins.Plugins;

/// <summary>The plugins that an experiment trusts, file by file, as <c>MANIFEST.lock</c> beside the manifest states them.</summary>
/// <remarks>What isn't listed, or is different, is refused before any of its code runs: its bytes are hashed where they are loaded from.</remarks>
public sealed class PluginLock
{
    private const long MostBytes = 16 << 20;

    private readonly SortedDictionary<string, SortedDictionary<string, string>> _plugins;
    private readonly string _manifest;

    internal PluginLock(string manifest, SortedDictionary<string, SortedDictionary<string, string>> plugins) =>
        (_manifest, _plugins) = (manifest, plugins);

    /// <summary>The lock of these plugins as they are.</summary>
    /// <param name="manifest">The manifest that they are for.</param>
    /// <param name="plugins">Loaded ones.</param>
    public static PluginLock Create(string manifest, IEnumerable<LoadedPlugin> plugins)
    {
        var listed = PluginLockJson.Empty<SortedDictionary<string, string>>();
        foreach (var plugin in plugins)
        {
            listed[plugin.Name] = new(plugin.Files.ToDictionary(file => file.Path, file => file.Sha256), StringComparer.Ordinal);
        }

        return new PluginLock(manifest, listed);
    }

    /// <summary>Where the lock of a manifest is.</summary>
    /// <param name="manifest">The manifest.</param>
    public static string PathFor(string manifest) => manifest + ".lock";

    /// <summary>The lock beside a manifest; null where there is none.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <exception cref="PluginLockException">There is something that can't be read, or is no lock.</exception>
    public static PluginLock? ReadBeside(string manifest)
    {
        var path = PathFor(manifest);
        try
        {
            return new PluginLock(manifest, PluginLockJson.Read(path, ReadBytes(path), FixFor(manifest)));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException && !IsThere(path))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PluginLockException($"{path}: can't be read: {error.Message}; {FixFor(manifest)}");
        }
    }

    /// <summary>The plugins' names.</summary>
    public IReadOnlyCollection<string> Names => _plugins.Keys;

    /// <summary>The lock as a file holds it: the same plugins give the same bytes.</summary>
    public string Render() => PluginLockJson.Write(_plugins);

    /// <summary>Writes the lock beside its manifest, whole or not at all.</summary>
    /// <returns>The file.</returns>
    public string Write()
    {
        AtomicFile.Write(Path.GetFullPath(PathFor(_manifest)), Render());
        return PathFor(_manifest);
    }

    internal bool Lists(PluginPlace place) => _plugins.ContainsKey(place.Name);

    internal RefusedPlugin Unlisted(PluginPlace place) =>
        new(place, $"{LockName} does not list it; {FixFor(_manifest)}") { Cause = RefusalCause.Unlisted };

    /// <summary>What is different from what the lock says, or null.</summary>
    internal RefusedPlugin? Refusal(PluginPlace place, PluginContent content)
    {
        var expected = _plugins[place.Name];
        var actual = content.Files.ToDictionary(file => file.Path, file => file.Sha256);
        var difference = actual
            .Keys.Union(expected.Keys)
            .Order(StringComparer.Ordinal)
            .Where(path => actual.GetValueOrDefault(path) != expected.GetValueOrDefault(path))
            .Select(path => Describe(path, actual.GetValueOrDefault(path), expected.GetValueOrDefault(path)))
            .FirstOrDefault();
        return difference is null ? null : new RefusedPlugin(place, $"{difference}; {FixFor(_manifest)}") { Cause = RefusalCause.Changed };
    }

    /// <summary>Whether something has that name that is no file to read: a folder, or a link to nowhere.</summary>
    private static bool IsThere(string path) => Directory.Exists(path) || new FileInfo(path).LinkTarget is not null;

    /// <summary>A pipe or a device, which has no length, is never opened: that could take for ever, or all memory.</summary>
    private static byte[] ReadBytes(string path)
    {
        var file = new FileInfo(path);
        var length = (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;
        return length is > 0 and <= MostBytes
            ? File.ReadAllBytes(path)
            : throw new IOException($"it has {length} bytes or is no regular file; a lock has 1 to {MostBytes} bytes");
    }

    private string LockName => Path.GetFileName(PathFor(_manifest));

    private string Describe(string path, string? actual, string? expected) =>
        (actual, expected) switch
        {
            (null, _) => $"{path} is not there, and {LockName} expects it with SHA-256 {expected}",
            (_, null) => $"{path} has SHA-256 {actual}, and {LockName} does not list it",
            _ => $"{path} has SHA-256 {actual}, and {LockName} expects {expected}",
        };

    private static string FixFor(string manifest) => $"if that is meant, accept it with 'sparse lock {manifest}'";
}
