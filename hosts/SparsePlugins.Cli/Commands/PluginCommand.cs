using System.CommandLine;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse plugin new|check</c>.</summary>
internal static class PluginCommand
{
    public static Command Create() =>
        new("plugin", "Writes a plugin that works from the first minute (new), and checks any plugin (check)")
        {
            PluginNewCommand.Create(),
            PluginCheckCommand.Create(),
        };
}
