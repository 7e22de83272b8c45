using System.CommandLine;
using System.CommandLine.Parsing;
using SparsePlugins.Schema;

namespace SparsePlugins.Cli.Usage;

/// <summary>What is wrong with a command line, in words.</summary>
internal static class UsageErrors
{
    /// <summary>A sentence per mistake; none if there are none. Mistyped options come alone: what is said beside them mostly follows from them.</summary>
    /// <param name="parsed">The command line.</param>
    public static IReadOnlyList<string> In(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        string[] mistyped = [.. MistypedOptions(parsed).Distinct().Select(token => Unknown("option", OptionNames(command), token))];
        var unknown = parsed.UnmatchedTokens.Select(token => Unmatched(command.Command, token));
        var others = parsed
            .Errors.Select(error => error.Message)
            .Where(message => !parsed.UnmatchedTokens.Any(token => IsOf(message, token)));
        return mistyped.Length > 0 ? mistyped : [.. unknown, .. others];
    }

    /// <summary>The command as it is typed, for instance <c>sparse plugin new</c>.</summary>
    public static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "sparse";

    /// <summary>Words that begin like options and were taken for files, for values, or for nothing; after <c>--</c> all is allowed.</summary>
    private static IEnumerable<string> MistypedOptions(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            : parsed
                .CommandResult.Children.SelectMany(child => child.Tokens)
                .Select(token => token.Value)
                .Concat(parsed.UnmatchedTokens)
                .Where(IsLikeAnOption);

    /// <summary>A negative number is a value, which its option judges.</summary>
    private static bool IsLikeAnOption(string word) => word is ['-', not (>= '0' and <= '9' or '.'), ..];

    private static IEnumerable<string> OptionNames(CommandResult command)
    {
        var inherited = command.Parent is CommandResult parent ? OptionNames(parent) : [];
        return command.Command.Options.Where(option => !option.Hidden).Select(option => option.Name).Concat(inherited).Distinct();
    }

    private static string Unmatched(Command command, string token) =>
        command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name).ToArray() is { Length: > 0 } known
            ? Unknown("command", known, token)
            : $"'{token}' is one argument too many";

    /// <summary>Where one is near, the list of all is left to the help.</summary>
    private static string Unknown(string noun, IEnumerable<string> known, string typed)
    {
        var sentence = Help.Unknown(noun, known, typed);
        return sentence.IndexOf("? known: ", StringComparison.Ordinal) is >= 0 and var end ? sentence[..(end + 1)] : sentence;
    }

    /// <summary>Whether the library says of a word that it takes it for nothing; it has no other sign of that.</summary>
    private static bool IsOf(string message, string token) =>
        message.StartsWith("Unrecognized", StringComparison.Ordinal) && message.Contains($"'{token}'", StringComparison.Ordinal);
}
