namespace SparsePlugins.Reporting.Tests;

/// <summary>The text of a report.</summary>
internal static class ReportText
{
    public static string Text(this Report report) => report.Files[0].Content;
}
