using System.CommandLine;
using SparsePlugins.Hosting;
using SparsePlugins.Output.Progress;

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
            Description = "Override a value of the manifest, for instance training.steps=100; may be repeated",
            HelpName = "path=value",
        };

    public static Option<string> Out() =>
        new("--out") { Description = "Where records and the report go; default runs/NAME, after the manifest's name", HelpName = "DIR" };

    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON" };

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

    /// <summary>Plans a manifest for a command that trains nothing, and prints every problem and warning on stderr.</summary>
    public static Experiment Open(string path, string[]? overrides, string[]? plugins, bool ignoresLock = false) =>
        Open(
            new RunSettings(path)
            {
                Overrides = overrides ?? [],
                PluginPaths = plugins ?? [],
                IgnoresLock = ignoresLock,
            }
        );

    /// <summary>Plans a manifest for a command that trains nothing, and prints every problem and warning on stderr.</summary>
    public static Experiment Open(RunSettings settings)
    {
        var console = new ConsoleProgress();
        try
        {
            return Experiment.Open(settings, console, CancellationToken.None);
        }
        finally
        {
            console.Close();
        }
    }
}
