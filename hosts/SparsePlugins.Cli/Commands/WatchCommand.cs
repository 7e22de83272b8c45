using System.CommandLine;
using SparsePlugins.Hosting;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse watch MANIFEST</c>.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var manifest = CommonOptions.Manifest();
        var folder = CommonOptions.Out();
        var (set, plugins, device) = (CommonOptions.Set(), CommonOptions.Plugins(), CommonOptions.Device());
        var (jobs, callLimit) = (RunCommand.Jobs(), RunCommand.CallLimit());
        var command = new Command(
            "watch",
            "Run, then keep watching: when a plugin or the manifest changes, retrain exactly the runs that depend on it (Ctrl-C ends)"
        )
        {
            manifest,
            folder,
            set,
            plugins,
            jobs,
            device,
            callLimit,
        };
        command.SetAction(parsed =>
            new ManifestWatch(
                new RunSettings(parsed.GetRequiredValue(manifest))
                {
                    Folder = parsed.GetValue(folder),
                    Overrides = parsed.GetValue(set) ?? [],
                    PluginPaths = parsed.GetValue(plugins) ?? [],
                    Jobs = parsed.GetValue(jobs),
                    Device = parsed.GetValue(device),
                    CallLimit = RunCommand.CallLimitOf(parsed.GetValue(callLimit)),
                }
            ).Execute()
        );
        return command;
    }
}
