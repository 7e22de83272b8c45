using System.CommandLine;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse lock MANIFEST</c>.</summary>
internal static class LockCommand
{
    public static Command Create()
    {
        var (manifest, set, plugins) = (CommonOptions.Manifest(), CommonOptions.Set(), CommonOptions.Plugins());
        var command = new Command(
            "lock",
            "Write MANIFEST.lock with the SHA-256 of every plugin that the manifest uses; only those are then loaded for it"
        )
        {
            manifest,
            set,
            plugins,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(manifest), parsed.GetValue(set), parsed.GetValue(plugins)));
        return command;
    }

    private static int Run(string path, string[]? overrides, string[]? folders)
    {
        using var experiment = CommonOptions.Open(path, overrides, folders, ignoresLock: true);
        if (experiment.Plan is not { } plan)
        {
            return ExitCode.Invalid;
        }

        var trusted = PluginLock.Create(path, ManifestPlugins.UsedBy(plan, experiment.Plugins));
        StandardOutput.Writer.WriteLine($"{trusted.Write()}: {string.Join(", ", trusted.Names)}");
        return ExitCode.Ok;
    }
}
