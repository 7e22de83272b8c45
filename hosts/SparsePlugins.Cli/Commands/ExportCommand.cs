using System.CommandLine;
using System.Text.Json.Nodes;
using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Interchange;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse export DIR</c>.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, Tool> Formats = new()
    {
        ["saelens"] = Tool.SaeLens,
        ["sparsify"] = Tool.Sparsify,
        ["dictionary-learning"] = Tool.DictionaryLearning,
    };

    public static Command Create()
    {
        var source = new Argument<string>("DIR") { Description = "The folder that 'sparse run' wrote, or one weights file" };
        var format = new Option<string>("--format")
        {
            Description = "Whose files to write",
            HelpName = string.Join('|', Formats.Keys),
            Required = true,
        };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        var run = new Option<string?>("--run") { Description = "The run whose id begins with these digits", HelpName = "ID" };
        var best = new Option<bool>("--best") { Description = "The run that is best at the end" };
        var all = new Option<bool>("--all") { Description = "Every run, each in a folder, with an index" };
        var to = new Option<string>("--to")
        {
            Description = "Where to write",
            HelpName = "FOLDER",
            Required = true,
        };
        var command = new Command("export", "Write trained dictionaries as files of another tool, with a model card")
        {
            source,
            format,
            run,
            best,
            all,
            to,
        };
        command.SetAction(parsed =>
        {
            var choice = new Choice(parsed.GetValue(run), parsed.GetValue(best), parsed.GetValue(all));
            RequireOne(choice, parsed.GetRequiredValue(source));
            return Run(parsed.GetRequiredValue(source), Formats[parsed.GetRequiredValue(format)], choice, parsed.GetRequiredValue(to));
        });
        return command;
    }

    private static int Run(string source, Tool tool, Choice choice, string to)
    {
        if (File.Exists(source))
        {
            new Publication(tool, "").Write(source, Path.GetFullPath(to));
            StandardOutput.Writer.WriteLine(to);
            return ExitCode.Ok;
        }

        var (store, experiment) = RunFolder.Open(source);
        var runs = RunChoice.All(store, experiment);
        if (runs.Count == 0)
        {
            throw new UserException(ExitCode.Usage, $"'{source}' holds no trained weights; run the experiment, without --no-weights");
        }

        var publication = new Publication(tool, experiment.Name);
        if (choice.All)
        {
            return ExportAll(publication, store, runs, to);
        }

        var chosen = Choose(choice, experiment, runs);
        publication.Write(store.Weights.PathOf(chosen.Id), Path.GetFullPath(to));
        StandardOutput.Writer.WriteLine(to);
        return ExitCode.Ok;
    }

    private static void RequireOne(Choice choice, string source)
    {
        string[] stated =
        [
            .. new[] { (choice.Run is not null, "--run"), (choice.Best, "--best"), (choice.All, "--all") }
                .Where(one => one.Item1)
                .Select(one => one.Item2),
        ];
        if (stated.Length > (File.Exists(source) ? 0 : 1))
        {
            throw new UserException(
                ExitCode.Usage,
                $"{string.Join(" and ", stated)}: {(File.Exists(source) ? $"'{source}' is one dictionary; leave it out" : "give one of them")}"
            );
        }
    }

    private static RunRecord Choose(Choice choice, ExperimentRecord experiment, IReadOnlyList<RunRecord> runs)
    {
        if (choice.Run is { } id)
        {
            return RunChoice.Named(runs, id);
        }

        if (!choice.Best)
        {
            return runs is [var only]
                ? only
                : throw new UserException(ExitCode.Usage, $"there are {runs.Count} trained runs; choose with --run ID, --best or --all");
        }

        var (best, curve) = RunChoice.Best(experiment, runs);
        StandardOutput.Writer.WriteLine($"{best.Id}: {best.Initializer}, seed {best.Seed}, {curve.Measurement} {curve.Values[^1]:G5}");
        return best;
    }

    /// <summary>What the format can't express is named; the others are written.</summary>
    private static int ExportAll(Publication publication, RunStore store, IReadOnlyList<RunRecord> runs, string to)
    {
        var written = new List<(string, JsonObject)>();
        foreach (var run in runs)
        {
            try
            {
                written.Add((run.Id, publication.Write(store.Weights.PathOf(run.Id), Path.GetFullPath(Path.Combine(to, run.Id)))));
            }
            catch (InterchangeException refusal)
            {
                Console.Error.WriteLine($"{run.Id}: {refusal.Message}");
            }
        }

        if (written.Count > 0)
        {
            publication.WriteIndex(Path.GetFullPath(to), written);
        }

        StandardOutput.Writer.WriteLine($"{written.Count} of {runs.Count} dictionaries are in {to}");
        return written.Count == runs.Count ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>Which runs.</summary>
    private sealed record Choice(string? Run, bool Best, bool All);
}
