using System.IO.Enumeration;
using SparsePlugins.Hosting.Components;
using SparsePlugins.Hosting.Plugins;

namespace SparsePlugins.Cli.Authoring;

/// <summary>The plugins that a path means, loaded beside those of the host.</summary>
internal sealed class PluginUnderTest : IDisposable
{
    private const string NativeFolder = "runtimes";

    private readonly DirectoryInfo? _stage;
    private readonly string _path;

    private PluginUnderTest(string path, DirectoryInfo? stage)
    {
        (_path, _stage) = (path, stage);
        Plugins = PluginSet.Load(IsShipped(path) ? [] : [path]);
    }

    /// <summary>Everything that is loaded.</summary>
    public PluginSet Plugins { get; }

    /// <summary>The components to check, by kind and name.</summary>
    public IReadOnlyList<Component> Components => [.. Plugins.Components.Where(component => IsMeant(component.Plugin.Place.Path))];

    /// <summary>Why a plugin was not loaded, in a sentence each.</summary>
    public IReadOnlyList<string> Refused =>
        [
            .. Plugins
                .Refused.Where(refused => IsMeant(refused.Place.Path))
                .Select(refused => string.Join("\n  ", refused.Errors.Prepend(refused.Reason))),
        ];

    /// <summary>Loads what a path means.</summary>
    /// <param name="typed">A plugin's folder, a folder of plugins, a plugin's .dll, or a .cs file.</param>
    /// <exception cref="UserException">It is none of them.</exception>
    public static PluginUnderTest Open(string typed)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(typed));
        if (Directory.Exists(path))
        {
            return new PluginUnderTest(Built(path, typed), stage: null);
        }

        return !File.Exists(path)
                ? throw new UserException(ExitCode.Usage, $"there is no '{typed}'; give a plugin's folder, its .dll, or a .cs file")
            : path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? OfAssembly(path)
            : path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? new PluginUnderTest(path, stage: null)
            : throw new UserException(ExitCode.Usage, $"'{typed}' is no plugin; give a plugin's folder, its .dll, or a .cs file");
    }

    public void Dispose()
    {
        Plugins.Dispose();
        _stage?.Delete(recursive: true);
    }

    /// <summary>A project's folder holds no plugin; say where the built one is.</summary>
    private static string Built(string path, string typed)
    {
        if (!Directory.EnumerateFiles(path, "*proj").Any())
        {
            return path;
        }

        var name = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(path, "*proj").Order(StringComparer.Ordinal).First());
        throw new UserException(
            ExitCode.Usage,
            $"'{typed}' is the folder of a project; build it, and give the folder or the {name}.dll that the build says it wrote"
        );
    }

    /// <summary>A plugin folder has the name of its assembly; a build's output folder often hasn't, so it is copied into one that has.</summary>
    private static PluginUnderTest OfAssembly(string assembly)
    {
        var (folder, name) = (Path.GetDirectoryName(assembly)!, Path.GetFileNameWithoutExtension(assembly));
        if (Path.GetFileName(folder) == name)
        {
            return new PluginUnderTest(folder, stage: null);
        }

        var files = FilesOf(folder); // Listed first: the copy may come to lie below it.
        var stage = Directory.CreateTempSubdirectory("sparseplugins-check-");
        var copy = stage.CreateSubdirectory(name).FullName;
        foreach (var file in files)
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new PluginUnderTest(copy, stage);
    }

    /// <summary>Native libraries are below <c>runtimes/</c>, and an assembly may lie among much else; linked folders are not entered, as they may lead back.</summary>
    private static string[] FilesOf(string folder) =>
        [
            .. new FileSystemEnumerable<string>(
                folder,
                (ref FileSystemEntry entry) => entry.ToFullPath(),
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }
            )
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
                ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                    !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
                    && (!entry.Directory.SequenceEqual(entry.RootDirectory) || entry.FileName.SequenceEqual(NativeFolder)),
            },
        ];

    private static bool IsShipped(string path) => IsIn(path, PluginPlace.BesideHost);

    private bool IsMeant(string plugin) => IsIn(plugin, _path);

    private static bool IsIn(string path, string folder) =>
        path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
