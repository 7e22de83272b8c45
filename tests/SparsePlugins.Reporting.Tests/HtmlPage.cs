using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SparsePlugins.Reporting.Tests;

/// <summary>The page as text and as XML.</summary>
internal static partial class HtmlPage
{
    public static string Text(ExperimentRecord experiment, IReadOnlyList<RunRecord> runs)
    {
        var file = Assert.Single(ReportFormat.Html.Files(Report.Make(experiment, runs)));
        Assert.Equal("report.html", file.Path);
        return file.Content;
    }

    /// <summary>Without what scripts and style sheets hold, the page is XML: nothing in it is left open.</summary>
    public static XElement Of(ExperimentRecord experiment, IReadOnlyList<RunRecord> runs)
    {
        var text = Text(experiment, runs);
        const string Type = "<!doctype html>\n";
        Assert.StartsWith(Type, text, StringComparison.Ordinal);
        return XElement.Parse(OwnText().Replace(text[Type.Length..], "$1$3"), LoadOptions.PreserveWhitespace);
    }

    public static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    /// <summary>What the page's script reads.</summary>
    public static System.Text.Json.Nodes.JsonNode Data(string text) =>
        System.Text.Json.Nodes.JsonNode.Parse(Between(text, "id=\"data\">", "</script>"))!;

    [GeneratedRegex("(<(?:script|style)[^>]*>)(.*?)(</(?:script|style)>)", RegexOptions.Singleline)]
    private static partial Regex OwnText();
}
