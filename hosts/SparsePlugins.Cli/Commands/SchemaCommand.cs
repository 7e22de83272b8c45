using System.CommandLine;
using SparsePlugins.Planning;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse schema</c>.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var plugins = CommonOptions.Plugins();
        var command = new Command(
            "schema",
            "Prints the JSON Schema of manifests for the plugins that are present; editors complete from it"
        )
        {
            plugins,
        };
        command.SetAction(parsed => Run(parsed.GetValue(plugins)));
        return command;
    }

    private static int Run(string[]? folders)
    {
        using var plugins = Manifest.LoadPlugins(folders);
        StandardOutput.Writer.WriteLine(JsonSchema.Render(plugins.Catalog).TrimEnd());
        return ExitCode.Ok;
    }
}
