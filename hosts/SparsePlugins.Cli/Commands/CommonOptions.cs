using System.CommandLine;

namespace SparsePlugins.Cli.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class CommonOptions
{
    public static Argument<string> Manifest() =>
        new("MANIFEST") { Description = "A YAML manifest, for instance experiments/quickstart.yaml" };

    public static Option<string[]> Plugins() =>
        new("--plugins")
        {
            Description = "A folder of plugins, a plugin's folder, or a .cs file, beside those that ship; may be repeated",
            HelpName = "PATH",
        };

    public static Option<string[]> Set() =>
        new("--set")
        {
            Description = "Overrides a value of the manifest, for instance training.steps=100; may be repeated",
            HelpName = "path=value",
        };

    public static Option<string> Out() =>
        new("--out") { Description = "Where records and the report go; default runs/NAME, after the manifest's name", HelpName = "DIR" };

    public static Option<bool> Json() => new("--json") { Description = "Prints the result as JSON" };

    public static Option<string> Device()
    {
        var option = new Option<string>("--device")
        {
            Description = "Where to compute: cpu, cuda or auto; overrides the manifest",
            HelpName = "cpu|cuda|auto",
        };
        option.AcceptOnlyFromAmong("cpu", "cuda", "auto");
        return option;
    }
}
