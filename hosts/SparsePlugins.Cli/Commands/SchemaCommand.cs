using System.CommandLine;
using SparsePlugins.Schema;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse schema</c>.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var plugins = CommonOptions.Plugins();
        var format = new Option<string>("--format")
        {
            Description = "json, unless stated, or md: the page docs/manifest.md, which needs no plugins",
            HelpName = "json|md",
        };
        format.AcceptOnlyFromAmong("json", "md");
        var command = new Command("schema", "Print the JSON Schema of manifests for the available plugins, for completion in editors")
        {
            plugins,
            format,
        };
        command.SetAction(parsed => parsed.GetValue(format) == "md" ? PrintPage() : PrintSchema(parsed.GetValue(plugins)));
        return command;
    }

    private static int PrintPage()
    {
        StandardOutput.Writer.WriteLine(ManifestPage.Render());
        return ExitCode.Ok;
    }

    private static int PrintSchema(string[]? folders)
    {
        using var plugins = Manifest.LoadPlugins(folders);
        StandardOutput.Writer.WriteLine(JsonSchema.Render(plugins.Catalog).TrimEnd());
        return ExitCode.Ok;
    }
}
