using System.CommandLine;
using SparsePlugins.Execution.Dictionaries;
using SparsePlugins.Interchange;
using SparsePlugins.Storage;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse import FOLDER</c>.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A dictionary of SAELens, sparsify or dictionary_learning" };
        var to = new Option<string?>("--to") { Description = "Write it into this folder as a weights file", HelpName = "DIR" };
        var (plugins, json) = (CommonOptions.Plugins(), CommonOptions.Json());
        var command = new Command(
            "import",
            "Show what a dictionary of another tool is, or convert it to a weights file; executes nothing of it"
        )
        {
            folder,
            to,
            plugins,
            json,
        };
        command.SetAction(parsed =>
            Run(parsed.GetRequiredValue(folder), parsed.GetValue(to), parsed.GetValue(plugins), parsed.GetValue(json))
        );
        return command;
    }

    private static int Run(string folder, string? to, string[]? paths, bool json)
    {
        var dictionary = DictionaryFolder.Read(folder);
        using var plugins = Manifest.LoadPlugins(paths);
        var formula = DictionaryArchitecture.Create(plugins, dictionary).Formula;
        var written = to is null ? null : Write(dictionary, formula, folder, to);
        if (json)
        {
            JsonOutput.Print(Describe(dictionary, formula, written));
        }
        else
        {
            foreach (var (name, value) in Lines(dictionary, formula).Where(line => line.Value.Length > 0))
            {
                StandardOutput.Writer.WriteLine(Text.Wrap(0, $"{name, -14}{value}", 14));
            }

            if (written is not null)
            {
                StandardOutput.Writer.WriteLine($"{"written", -14}{written}");
            }
        }

        return ExitCode.Ok;
    }

    private static string Write(PortableDictionary dictionary, string formula, string folder, string to)
    {
        var path = Path.Combine(to, Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)) + ".safetensors");
        if (File.Exists(path))
        {
            throw new UserException(ExitCode.Usage, $"'{path}' is there already; give --to another folder, or remove it");
        }

        AtomicFile.Write(
            Path.GetFullPath(path),
            file => WeightsFile.Write(file, dictionary, formula, WeightsMetadata.DecoderBiasOf(formula))
        );
        return path;
    }

    private static IEnumerable<(string Name, string Value)> Lines(PortableDictionary dictionary, string formula)
    {
        var origin = dictionary.Origin;
        return
        [
            ("tool", $"{origin.Tool.Name()} {origin.Version}".TrimEnd()),
            ("architecture", $"{origin.Architecture}; here {dictionary.Architecture} {dictionary.Options.ToJsonString()}"),
            ("sizes", $"{dictionary.Features} features, activations of {dictionary.ActivationDim}"),
            ("stored as", origin.DataType),
            ("model", origin.Model),
            ("hook", origin.Hook),
            ("normalization", dictionary.Normalization.Name()),
            ("formula", formula),
            .. origin.Notes.Select(note => ("note", note)),
        ];
    }

    private static object Describe(PortableDictionary dictionary, string formula, string? written) =>
        new
        {
            Tool = dictionary.Origin.Tool.Name(),
            dictionary.Origin.Version,
            ToolArchitecture = dictionary.Origin.Architecture,
            dictionary.Architecture,
            dictionary.Options,
            dictionary.Features,
            dictionary.ActivationDim,
            dictionary.Origin.DataType,
            dictionary.Origin.Model,
            dictionary.Origin.Hook,
            Normalization = dictionary.Normalization.Name(),
            Formula = dictionary.Normalization.Around(formula),
            dictionary.Origin.Notes,
            Written = written,
        };
}
