using System.CommandLine;
using SparsePlugins.Reporting;
using SparsePlugins.Tables;

namespace SparsePlugins.Cli.Commands;

/// <summary>The option <c>--format</c> of commands that write reports.</summary>
internal static class ReportFormats
{
    /// <summary>The option, with what each format gives.</summary>
    public static Option<string> Option(
        string purpose,
        IReadOnlyList<ReportFormat> formats,
        string otherwise,
        IReadOnlyList<DataFormat>? data = null
    )
    {
        var described = formats.Select(Describe).Concat((data ?? []).Select(format => $"{format.Name} is {format.Contents}"));
        string[] names = [.. formats.Select(format => format.Name), .. (data ?? []).Select(format => format.Name)];
        var option = new Option<string>("--format")
        {
            Description = $"{purpose}: {string.Join("; ", described)}; {otherwise} unless given",
            HelpName = string.Join('|', names),
        };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    /// <summary>The format that a user named; Markdown where none is.</summary>
    public static ReportFormat Of(string? name) => ReportFormat.All.FirstOrDefault(format => format.Name == name, ReportFormat.Markdown);

    /// <summary>Writes the main text to standard output.</summary>
    public static void Print(Report report, ReportFormat format) => StandardOutput.Writer.Write(format.Files(report)[0].Content);

    private static string Describe(ReportFormat format) => $"{format.Name} is {format.Contents}{(format.IsPrinted ? " (to stdout)" : "")}";
}
