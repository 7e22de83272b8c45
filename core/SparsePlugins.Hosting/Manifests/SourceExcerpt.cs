using System.Text;
using SparsePlugins.Yaml;

namespace SparsePlugins.Hosting.Manifests;

/// <summary>The line that a problem of a manifest is about, with a caret under the place.</summary>
internal static class SourceExcerpt
{
    private const string Override = "--set ";
    private const int Widest = 90;
    private const int Before = 40; // Columns shown before the place in a longer line.

    /// <summary>Two lines, for instance <c>  9 | seeds: many</c> and <c>    |        ^</c>; empty where there is no such line.</summary>
    /// <param name="text">The manifest with its overrides.</param>
    /// <param name="position">The problem's place.</param>
    public static string Create(ManifestText text, Position position) =>
        position.File == text.Path ? InFile(text, position)
        : position.File.StartsWith(Override, StringComparison.Ordinal) ? Draw("", position.File[Override.Length..], position.Column)
        : "";

    private static string InFile(ManifestText text, Position position)
    {
        var lines = Encoding.UTF8.GetString(text.Bytes).ReplaceLineEndings("\n").Split('\n');
        return position.Line <= lines.Length
            ? Draw(FormattableString.Invariant($"{position.Line}"), lines[position.Line - 1].TrimEnd(), position.Column)
            : "";
    }

    private static string Draw(string number, string line, int column)
    {
        var at = column - 1;
        if (line.Length == 0 || at > line.Length)
        {
            return "";
        }

        var start = line.Length <= Widest ? 0 : Math.Max(0, at - Before);
        var shown = Visible(line.Substring(start, Math.Min(Widest, line.Length - start)));
        var margin = new string(' ', number.Length);
        return $"  {number} | {shown}\n  {margin} | {new string(' ', at - start)}^";
    }

    /// <summary>Tabs as one space, so that the caret stands right; other control characters would act on the terminal.</summary>
    private static string Visible(string text) =>
        string.Concat(
            text.Select(c =>
                c == '\t' ? ' '
                : char.IsControl(c) ? '\uFFFD'
                : c
            )
        );
}
