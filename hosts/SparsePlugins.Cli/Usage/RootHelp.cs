using System.CommandLine;
using System.CommandLine.Invocation;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Cli.Usage;

/// <summary>The page of <c>sparse --help</c>: examples first, then the commands in groups. Commands have the usual page of their own.</summary>
/// <param name="groups">The commands.</param>
/// <param name="usual">Prints the page of a command.</param>
internal sealed class RootHelp(IReadOnlyList<CommandGroup> groups, SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    private const int Column = 14;
    private const int Widest = 80;

    private const string Purpose = """
        Compare initializations and dead-feature revivals of sparse autoencoders,
        paired by seed, with confidence intervals.

        Examples:
          sparse run experiments/quickstart.yaml
          sparse components
          sparse run M.yaml --set training.steps=100
        """;

    private const string Options = """
        Options, before or after a command:
          --color auto|always|never   Colors; auto, the default, honors NO_COLOR
          -?, -h, --help              Show help, also for one command
          --version                   Show the version
        """;

    /// <summary>Whoever asks for help need not give arguments.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult) =>
        parseResult.CommandResult.Command is RootCommand ? Print() : usual.Invoke(parseResult);

    /// <summary>Prints the page.</summary>
    /// <returns>The exit code.</returns>
    public int Print()
    {
        StandardOutput.Writer.WriteLine(string.Join("\n\n", [Purpose, .. groups.Select(Describe), Options]));
        return ExitCode.Ok;
    }

    private static string Describe(CommandGroup group) =>
        string.Join('\n', group.Commands.Select(Describe).Prepend(Paint.Heading(group.Title + ":")));

    private static string Describe(Command command)
    {
        var summary = Text.Wrap(Column, command.Description!, Column, Widest)[Column..];
        return $"  {command.Name, -(Column - 2)}{summary}";
    }
}
