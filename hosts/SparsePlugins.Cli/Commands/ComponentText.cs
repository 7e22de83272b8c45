using System.Text.RegularExpressions;
using SparsePlugins.Output.Terminals;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Schema;
using SparsePlugins.Specs;

namespace SparsePlugins.Cli.Commands;

/// <summary>One component in full, for the terminal.</summary>
internal static partial class ComponentText
{
    /// <summary>The text, without a last line end.</summary>
    public static string Render(Component component) => string.Join('\n', Lines(component));

    private static IEnumerable<string> Lines(Component component)
    {
        var schema = component.Schema;
        yield return $"{Paint.Heading(schema.Name)} ({schema.Kind.ToString().ToLowerInvariant()})\n";
        foreach (var paragraph in Paragraphs(schema.Summary))
        {
            yield return Text.Wrap(IsFormula(paragraph) ? 6 : 2, paragraph, IsFormula(paragraph) ? 8 : 2);
        }

        foreach (var line in Options("Options, under with:", [.. schema.Options.Select(option => (option, true))]))
        {
            yield return line;
        }

        EntryKey[] keys = [.. Help.EntryKeys(schema.Kind)];
        foreach (var line in Options("Keys of its entry, beside use and with:", [.. keys.Select(key => (key.Option, key.Required))]))
        {
            yield return line;
        }

        yield return "";
        if (schema.Citation.Length > 0)
        {
            yield return Text.Wrap(2, $"Source: {schema.Citation}", 4);
        }

        yield return $"  Plugin: {component.Plugin.Name} {component.Plugin.Version}";
    }

    private static IEnumerable<string> Options(string title, IReadOnlyList<(OptionSchema Option, bool Required)> options)
    {
        if (options.Count == 0)
        {
            yield break;
        }

        yield return $"\n  {title}";
        foreach (var (option, required) in options)
        {
            yield return Text.Wrap(4, $"{option.Name} ({Rule(option, required)})", 6);
            yield return Text.Wrap(6, Help.Summary(option), 6);
        }
    }

    /// <summary>Sentences that stand together; a formula that follows a colon, and what a metric also measures, stand alone.</summary>
    private static string[] Paragraphs(string summary) => Breaks().Split(summary);

    private static bool IsFormula(string sentence) => Formula().IsMatch(sentence);

    private static string Rule(OptionSchema option, bool required)
    {
        var value =
            option.Default is { } preset ? $"default {OptionWords.Show(preset)}"
            : required ? "required"
            : "not required";
        return string.Join(", ", new[] { OptionWords.TypeName(option.Type), option.Unit, value }.Where(part => part.Length > 0));
    }

    [GeneratedRegex(@"^[A-Za-z]\w* = [^,.;:]+$")]
    private static partial Regex Formula();

    [GeneratedRegex(@"(?<=:) (?=[A-Za-z]\w* = )|(?<=: [A-Za-z]\w* = [^,.;:]+)[,.;] | (?=Also: )")]
    private static partial Regex Breaks();
}
