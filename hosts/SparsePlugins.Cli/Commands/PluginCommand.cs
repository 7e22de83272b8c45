using System.CommandLine;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse plugin new|check</c>.</summary>
internal static class PluginCommand
{
    public static Command Create() =>
        new("plugin", "Create a working plugin (new), or check any plugin (check)")
        {
            PluginNewCommand.Create(),
            PluginCheckCommand.Create(),
        };
}
