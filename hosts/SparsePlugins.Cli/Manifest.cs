using SparsePlugins.Output.Terminals;
using SparsePlugins.Plugins;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli;

/// <summary>What several commands print about plugins and manifests.</summary>
internal static class Manifest
{
    /// <summary>Loads the plugins for a command without a manifest, and warns on stderr about those that were refused.</summary>
    public static PluginSet LoadPlugins(string[]? paths)
    {
        var plugins = PluginSet.Load(paths ?? []);
        foreach (var refused in plugins.Refused.Where(refused => refused.StatedBy is null && refused.Cause == RefusalCause.Broken))
        {
            Console.Error.WriteLine(Paint.Line($"warning: {refused}"));
        }

        return plugins;
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
