using SparsePlugins.Output.Terminals;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>Components for the terminal: a line per component, grouped by kind.</summary>
internal static class ComponentList
{
    private const int LongestName = 26;

    /// <summary>The list, without a last line end.</summary>
    /// <param name="components">In the order of kinds.</param>
    public static string Render(IReadOnlyList<Component> components) =>
        string.Join(
            '\n',
            components
                .GroupBy(component => component.Schema.Kind)
                .SelectMany(Lines)
                .Append("'sparse components NAME' shows the options, units, ranges and source of one.")
        );

    /// <summary>The names of all components, a line per kind.</summary>
    public static string Names(IEnumerable<Component> components) =>
        string.Join(
            '\n',
            components
                .GroupBy(component => component.Schema.Kind)
                .Select(kind => Text.Wrap(2, $"{Plural(kind.Key)}: {string.Join(", ", kind.Select(one => one.Schema.Name))}", 4))
        );

    /// <summary>For instance <c>initializers</c>.</summary>
    public static string Plural(ComponentKind kind) => kind.ToString().ToLowerInvariant() + "s";

    private static IEnumerable<string> Lines(IGrouping<ComponentKind, Component> kind)
    {
        var column = Math.Min(LongestName, kind.Max(component => component.Schema.Name.Length)) + 2;
        yield return Paint.Heading(Plural(kind.Key).ToUpperInvariant());
        foreach (var schema in kind.Select(component => component.Schema))
        {
            yield return $"  {schema.Name.PadRight(column)}{Cut(schema.Summary, Terminal.TextWidth - column - 2 - Math.Max(0, schema.Name.Length - column))}";
        }

        if (SharedOptions([.. kind]) is { Length: > 0 } shared)
        {
            yield return Text.Wrap(2, $"Options of all of them: {string.Join(", ", shared)}", 4);
        }

        yield return "";
    }

    private static string[] SharedOptions(IReadOnlyList<Component> components) =>
        components.Count < 2
            ? []
            :
            [
                .. components
                    .Select(component => component.Schema.Options.Select(option => option.Name))
                    .Aggregate((all, names) => all.Intersect(names)),
            ];

    /// <summary>The beginning, to a word's end.</summary>
    private static string Cut(string text, int width)
    {
        if (text.Length <= width)
        {
            return text;
        }

        var end = text.LastIndexOf(' ', Math.Max(0, width - 3));
        return (end > 0 ? text[..end].TrimEnd(',', ';', ':', '.') : text[..Math.Max(0, width - 3)]) + "...";
    }
}
