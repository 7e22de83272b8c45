using System.CommandLine;
using SparsePlugins.Output.Terminals;

namespace SparsePlugins.Cli.Usage;

/// <summary>The option <c>--color</c> of every command.</summary>
internal static class ColorOption
{
    private const string Name = "--color";

    /// <summary>Creates it.</summary>
    public static Option<string> Create()
    {
        var option = new Option<string>(Name)
        {
            Description = "Colors; auto, the default, uses them on a terminal and honors NO_COLOR",
            HelpName = "auto|always|never",
            Recursive = true,
        };
        option.AcceptOnlyFromAmong("auto", "always", "never");
        return option;
    }

    /// <summary>What a command line says.</summary>
    public static ColorChoice Of(ParseResult parsed) =>
        parsed.Tokens.SkipWhile(token => token.Value != Name).Skip(1).FirstOrDefault()?.Value switch
        {
            "always" => ColorChoice.Always,
            "never" => ColorChoice.Never,
            _ => ColorChoice.Auto,
        };
}
