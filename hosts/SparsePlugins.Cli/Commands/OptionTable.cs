using SparsePlugins.Schema;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>Options as rows of a Markdown table.</summary>
internal static class OptionTable
{
    /// <summary>Name, what it takes, default, unit and meaning.</summary>
    /// <param name="option">The option.</param>
    /// <param name="required">Whether it must be stated where it has no default.</param>
    public static string[] Cells(OptionSchema option, bool required)
    {
        var value =
            option.Default is { } preset ? $"`{OptionWords.Show(preset)}`"
            : required ? "required"
            : "";
        return [$"`{option.Name}`", OptionWords.TypeName(option.Type), value, option.Unit, Help.Summary(option)];
    }

    /// <summary>One row.</summary>
    public static string Row(params IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
