using SparsePlugins.Cli.Progress;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Planning;

namespace SparsePlugins.Cli;

/// <summary>The plugins and the checked manifest that a command works with.</summary>
internal static class Manifest
{
    /// <summary>Loads plugins for a command without a manifest, and says on stderr which were refused.</summary>
    public static PluginSet LoadPlugins(string[]? paths)
    {
        var plugins = PluginSet.Load(paths ?? []);
        Warn(plugins);
        return plugins;
    }

    /// <summary>Loads the plugins of a manifest, once and for all, and says on stderr which were refused.</summary>
    /// <exception cref="UserException">One is not what the lock file says.</exception>
    public static PluginSet LoadPlugins(string manifest, string[]? overrides, string[]? paths)
    {
        using var library = OpenPlugins(manifest, overrides, paths);
        return library.Lease();
    }

    /// <summary>The same plugins, for a command that swaps them.</summary>
    /// <exception cref="UserException">One is not what the lock file says.</exception>
    public static PluginLibrary OpenPlugins(string manifest, string[]? overrides, string[]? paths)
    {
        var library = ManifestPlugins.Open(manifest, overrides ?? [], paths ?? [], PluginLock.ReadBeside(manifest));
        Warn(library.Current);
        RequireTrust(library.Current.Refused.Where(IsWrong));
        return library;
    }

    /// <summary>Checks a manifest whole and prints every problem and warning on stderr.</summary>
    /// <returns>The manifest; its plan is null when there are problems.</returns>
    /// <exception cref="UserException">It needs a plugin that the lock file does not list.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while data was read.</exception>
    public static LoadedManifest Load(PluginSet plugins, string path, string[]? overrides, CancellationToken stop = default)
    {
        using var progress = new DataProgress();
        var manifest = new ManifestLoader(plugins) { Progress = progress, Cancellation = stop }.Load(path, overrides ?? []);
        progress.Dispose();
        foreach (var problem in manifest.Result.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        foreach (var warning in manifest.Result.Warnings)
        {
            Console.Error.WriteLine($"warning: {warning}");
        }

        RequireTrust(plugins.Refused.Where(refused => refused.Cause == RefusalCause.Unlisted && IsMissed(refused, manifest.Result)));
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

    private static void Warn(PluginSet plugins)
    {
        var known = plugins.Refused.Where(refused => refused.StatedBy is null && refused.Cause == RefusalCause.Broken);
        foreach (var refused in known)
        {
            Console.Error.WriteLine($"warning: {refused}");
        }
    }

    /// <summary>What the lock lists is different, or the manifest names what it doesn't list.</summary>
    private static bool IsWrong(RefusedPlugin refused) =>
        refused.Cause == RefusalCause.Changed || (refused.Cause == RefusalCause.Unlisted && refused.StatedBy is not null);

    /// <summary>Whether a component that the manifest asks for in vain seems to be in a plugin.</summary>
    private static bool IsMissed(RefusedPlugin refused, PlanResult result) =>
        result.Problems.Select(problem => problem.Fault).OfType<Fault.UnknownComponent>().Any(unknown => refused.Mentions(unknown.name));

    private static void RequireTrust(IEnumerable<RefusedPlugin> distrusted)
    {
        var sentences = distrusted.Select(refused => refused.ToString()).ToArray();
        if (sentences.Length > 0)
        {
            throw new UserException(ExitCode.Integrity, string.Join("\n", sentences));
        }
    }
}
