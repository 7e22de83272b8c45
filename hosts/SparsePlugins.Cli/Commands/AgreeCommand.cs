using System.CommandLine;
using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Interchange;
using SparsePlugins.Reporting;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse agree PATH...</c>.</summary>
internal static class AgreeCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Folders that 'sparse run' wrote, weights files, or folders of other tools",
            Arity = ArgumentArity.OneOrMore,
        };
        var data = new Option<string?>("--data")
        {
            Description =
                "Also compare on which rows features fire: a manifest, whose source gives the rows, or a recording (.npy, .safetensors)",
            HelpName = "FILE",
        };
        var seeds = new Option<bool>("--seeds")
        {
            Description = "Of one folder of 'sparse run': compare the seeds of each variant, and write them into its report",
        };
        var (plugins, json) = (CommonOptions.Plugins(), CommonOptions.Json());
        var command = new Command("agree", "Compare dictionaries pairwise: features are matched one to one, exactly")
        {
            paths,
            data,
            seeds,
            plugins,
            json,
        };
        command.SetAction(parsed =>
            parsed.GetValue(seeds)
                ? RunSeeds(parsed.GetRequiredValue(paths), parsed.GetValue(data) is null && !parsed.GetValue(json))
                : Run(parsed.GetRequiredValue(paths), parsed.GetValue(data), parsed.GetValue(plugins), parsed.GetValue(json))
        );
        return command;
    }

    private static int Run(string[] paths, string? data, string[]? plugins, bool json)
    {
        var dictionaries = paths.SelectMany(DictionarySet.Read).ToArray();
        if (dictionaries.Length < 2)
        {
            throw new UserException(
                ExitCode.Usage,
                $"agree compares at least two dictionaries, and there is {dictionaries.Length}; name another one"
            );
        }

        TorchRuntime.LibTorch.Load();
        using var rows = data is null ? null : FiringRows.Open(data, plugins);
        var pairs = (
            from first in Enumerable.Range(0, dictionaries.Length)
            from second in Enumerable.Range(first + 1, dictionaries.Length - first - 1)
            select (dictionaries[first], dictionaries[second])
        ).Select(pair => Compare(pair.Item1, pair.Item2, rows));
        if (json)
        {
            AgreementOutput.PrintJson(pairs);
        }
        else
        {
            AgreementOutput.Print(pairs);
        }

        return ExitCode.Ok;
    }

    private static ComparedPair Compare(
        (string Name, PortableDictionary Dictionary) one,
        (string Name, PortableDictionary Dictionary) other,
        FiringRows? rows
    )
    {
        var match = FeatureMatch.Of(
            one.Dictionary,
            other.Dictionary,
            new MatchProgress(Math.Min(one.Dictionary.Features, other.Dictionary.Features))
        );
        return new(one.Name, other.Name, Agreement.Of(match), rows?.Compare(match, one, other));
    }

    /// <summary>Writes agreement.json and the report of one experiment.</summary>
    private static int RunSeeds(string[] paths, bool isAlone)
    {
        if (!isAlone)
        {
            throw new UserException(
                ExitCode.Usage,
                "--seeds writes agreement.json and the report of a folder; leave out --data and --json, or leave out --seeds"
            );
        }

        if (paths is not [var folder])
        {
            throw new UserException(ExitCode.Usage, "--seeds compares the seeds of one folder that 'sparse run' wrote; give one");
        }

        var (store, experiment) = RunFolder.Open(folder);
        TorchRuntime.LibTorch.Load();
        var agreement = SeedAgreement.Of(store, experiment, (done, total) => Console.Error.WriteLine($"pair {done + 1} of {total}"));
        if (agreement.Pairs.Count == 0)
        {
            throw new UserException(
                ExitCode.Usage,
                $"'{folder}' has no variant with the weights of two seeds; run its manifest with more seeds"
            );
        }

        store.Write(agreement);
        var report = Report.Make(experiment, store.ReadRecords(experiment), agreement);
        foreach (var format in new[] { ReportFormat.Markdown, ReportFormat.Html })
        {
            Hosting.ReportFiles.Write(store, report, format);
        }

        StandardOutput.Writer.WriteLine(Path.Combine(folder, "report.md"));
        return ExitCode.Ok;
    }
}
