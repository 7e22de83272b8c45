using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Planning;

namespace SparsePlugins.Cli;

/// <summary>The plugins and the checked manifest that a command works with.</summary>
internal static class Manifest
{
    /// <summary>Loads plugins and says on stderr which folders were refused.</summary>
    public static PluginSet LoadPlugins(string[]? folders)
    {
        var plugins = PluginSet.Load(folders ?? []);
        foreach (var refused in plugins.Refused)
        {
            Console.Error.WriteLine($"warning: {refused}");
        }

        return plugins;
    }

    /// <summary>Checks a manifest whole and prints every problem and warning on stderr.</summary>
    /// <returns>The manifest; its plan is null when there are problems.</returns>
    public static LoadedManifest Load(PluginSet plugins, string path, string[]? overrides)
    {
        var manifest = new ManifestLoader(plugins).Load(path, overrides ?? []);
        foreach (var problem in manifest.Result.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        foreach (var warning in manifest.Result.Warnings)
        {
            Console.Error.WriteLine($"warning: {warning}");
        }

        return manifest;
    }

    /// <summary>A problem as JSON output shows it.</summary>
    public static object Describe(Problem problem) =>
        new
        {
            problem.Position.File,
            problem.Position.Line,
            problem.Position.Column,
            problem.Path,
            problem.Message,
        };
}
