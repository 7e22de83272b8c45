using System.CommandLine;
using System.Globalization;
using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Interchange;

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
        var json = CommonOptions.Json();
        var command = new Command("agree", "Compare dictionaries pairwise: features are matched one to one, exactly") { paths, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] paths, bool json)
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
        var pairs = (
            from first in Enumerable.Range(0, dictionaries.Length)
            from second in Enumerable.Range(first + 1, dictionaries.Length - first - 1)
            select (dictionaries[first], dictionaries[second])
        ).Select(pair => Compare(pair.Item1, pair.Item2));
        if (json)
        {
            JsonOutput.Print(
                pairs.Select(pair => new
                {
                    pair.First,
                    pair.Second,
                    pair.Agreement.Pairs,
                    MeanCosine = pair.Agreement.Mean,
                    pair.Agreement.Above07,
                    pair.Agreement.Above09,
                })
            );
            return ExitCode.Ok;
        }

        StandardOutput.Writer.WriteLine("cosine  > 0.7  > 0.9  pairs");
        foreach (var (first, second, agreement) in pairs)
        {
            StandardOutput.Writer.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{agreement.Mean, 6:F4} {agreement.Above07, 5:P0} {agreement.Above09, 6:P0} {agreement.Pairs, 6}  {first} | {second}"
                )
            );
        }

        return ExitCode.Ok;
    }

    private static (string First, string Second, Agreement Agreement) Compare(
        (string Name, PortableDictionary Dictionary) one,
        (string Name, PortableDictionary Dictionary) other
    ) => (one.Name, other.Name, Agreement.Of(one.Dictionary, other.Dictionary));
}
