using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Plugins;

/// <summary>Loads plugins' native libraries, and knows which names are taken in this process.</summary>
/// <remarks>
/// The system's loader takes a path for what it is, but satisfies what a library needs, and a bare name, with any library of the name that is loaded
/// already. Where that would be another plugin's, or an older build's, the library is refused: it would compute with the wrong code.
/// </remarks>
internal static class NativeLoading
{
    private static readonly Lock Loading = new();
    private static readonly Dictionary<string, (PluginPlace Owner, string Sha256)> Taken = [];

    /// <summary>Loads a library, and before it what it needs of the plugin's own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plugin">Whose it is.</param>
    /// <param name="find">The plugin's own file for a name; null if it brings none.</param>
    /// <exception cref="DllNotFoundException">It can't be loaded; the message says why.</exception>
    public static nint Load(string path, PluginPlace plugin, Func<string, string?> find)
    {
        lock (Loading)
        {
            var handle = (nint)0;
            foreach (var (name, file) in InOrder(path, find))
            {
                Claim(name, file, path, plugin);
                handle = Open(file);
            }

            return handle;
        }
    }

    /// <summary>Whether a file is a library for this system.</summary>
    public static bool IsLibrary(string path)
    {
        try
        {
            Read(path);
            return true;
        }
        catch (Exception error) when (error is DllNotFoundException or IOException)
        {
            return false;
        }
    }

    /// <summary>The files that <see cref="Load"/> loads.</summary>
    public static IReadOnlyList<string> FilesOf(string path, Func<string, string?> find) =>
        [.. InOrder(path, find).Select(library => library.File).Order(StringComparer.Ordinal)];

    /// <summary>Fails where the system's loader would answer a bare name with a library that another plugin brought.</summary>
    public static void RequireNotOfAnother(IEnumerable<string> fileNames, string name, PluginPlace plugin)
    {
        lock (Loading)
        {
            if (fileNames.FirstOrDefault(Taken.ContainsKey) is { } taken)
            {
                throw new DllNotFoundException(
                    $"native library '{name}': {plugin.Name} brings no {taken}, and the one in this process is that of {Taken[taken].Owner.Path}; put a copy beside the plugin's assembly"
                );
            }
        }
    }

    /// <summary>The library and what it needs of the plugin's own, each after what it needs itself, with the name that it goes by.</summary>
    private static List<(string Name, string File)> InOrder(string path, Func<string, string?> find)
    {
        var (ordered, seen) = (new List<(string, string)>(), new HashSet<string>());
        Visit(Path.GetFileName(path), path);
        return ordered;

        void Visit(string name, string file)
        {
            if (seen.Add(file))
            {
                var image = Read(file);
                image.Needed.Where(needed => find(needed) is not null).ToList().ForEach(needed => Visit(needed, find(needed)!));
                ordered.Add((image.SoName ?? name, file));
            }
        }
    }

    private static (string? SoName, IReadOnlyList<string> Needed) Read(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            var image = new ElfImage(content);
            return (image.SoName(), image.Needed());
        }
        catch (InvalidDataException error)
        {
            throw new DllNotFoundException($"native library {Path.GetFileName(file)} can't be used: {error.Message}", error);
        }
    }

    /// <summary>The first library of a name is the one that others of this process find by it. The one that is asked for is loaded by path, and may differ.</summary>
    private static void Claim(string name, string file, string asked, PluginPlace plugin)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        if (!Taken.TryAdd(name, (plugin, sha256)) && file != asked && Taken[name].Sha256 != sha256)
        {
            throw new DllNotFoundException(
                $"native library {Path.GetFileName(asked)} of {plugin.Path} needs {name}, and another {name} is in this process already, from {Taken[name].Owner.Path}; "
                    + "link it statically, give it a name of its own, or start the command again with one of the two"
            );
        }
    }

    private static nint Open(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException error)
        {
            throw new DllNotFoundException(
                $"native library {Path.GetFileName(file)} can't be loaded: {error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim()}",
                error
            );
        }
    }
}
