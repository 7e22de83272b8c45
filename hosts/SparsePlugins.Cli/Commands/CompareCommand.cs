using System.CommandLine;
using SparsePlugins.Analysis;
using SparsePlugins.Output.Terminals;
using SparsePlugins.Reporting;
using SparsePlugins.Storage;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse compare DIR DIR...</c>.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR")
        {
            Description = "Folders that 'sparse run' wrote; one alone compares its settings",
            Arity = ArgumentArity.OneOrMore,
        };
        var baseline = new Option<string>("--baseline")
        {
            Description = "The variant to compare with, for instance 'orthogonal @ quickstart' (default: the first folder's baseline)",
            HelpName = "variant",
        };
        // A page is written into a folder, and those that are compared have one each.
        var format = ReportFormats.Option(
            "How to print it",
            [.. ReportFormat.All.Where(one => one.Name != ReportFormat.Html.Name)],
            "the answer and a table"
        );
        var command = new Command("compare", "Compare the variants of several experiments, paired by seed; print to stdout")
        {
            folders,
            baseline,
            format,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(folders), parsed.GetValue(baseline) ?? "", parsed.GetValue(format)));
        return command;
    }

    private static int Run(string[] folders, string baseline, string? format)
    {
        var damaged = new List<string>();
        ComparedExperiment[] entries = [.. folders.Zip(Names(folders), (folder, name) => Read(folder, name, damaged))];
        var report = CompareReport.Make(entries, baseline);
        if (format is null)
        {
            PrintTable(report, CompareReport.Differences(entries, report));
        }
        else
        {
            ReportFormats.Print(report, ReportFormats.Of(format));
        }

        foreach (var file in damaged)
        {
            Console.Error.WriteLine($"{file}: is damaged and was left out; 'sparse run' with the same manifest trains that run again");
        }

        return damaged.Count == 0 ? ExitCode.Ok : ExitCode.Integrity;
    }

    /// <summary>The answer, a table of the variants, and what differs between the folders.</summary>
    private static void PrintTable(Report report, IReadOnlyList<string> differences)
    {
        IEnumerable<string> further = differences.Count == 0 ? [] : ["", .. differences];
        foreach (var line in report.Result(Terminal.TextWidth).Concat(further).Append("").Append("every number: --format md"))
        {
            StandardOutput.Writer.WriteLine(line);
        }
    }

    private static ComparedExperiment Read(string folder, string name, List<string> damaged)
    {
        var store = new RunStore(folder);
        var experiment =
            store.ReadExperiment()
            ?? throw new UserException(
                ExitCode.Usage,
                $"'{folder}' holds no experiment.json; give folders that 'sparse run' wrote (its --out)"
            );
        var records = store.ReadRecords(experiment);
        damaged.AddRange(store.DamagedRecords(experiment, records));
        var trained = experiment.TrainedRuns.Select(run => run.Id).ToHashSet(); // Dictionaries that were only measured have no rivals.
        return new ComparedExperiment(name, experiment, [.. records.Where(record => trained.Contains(record.Id))]);
    }

    /// <summary>The last parts of the folders' paths, or the whole paths where two have the same last part.</summary>
    private static string[] Names(string[] folders)
    {
        var paths = folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).ToArray();
        if (paths.Distinct().Count() < paths.Length)
        {
            throw new UserException(ExitCode.Usage, "a folder is given twice; give each one once");
        }

        string[] names = [.. paths.Select(path => Path.GetFileName(path))];
        return names.Distinct().Count() == names.Length ? names : paths;
    }
}
