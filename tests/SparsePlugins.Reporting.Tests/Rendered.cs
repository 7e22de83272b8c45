namespace SparsePlugins.Reporting.Tests;

/// <summary>Reports as they are written.</summary>
internal static class Rendered
{
    public static IReadOnlyList<ReportFile> Markdown(ExperimentRecord experiment, IReadOnlyList<RunRecord> records) =>
        ReportFormat.Markdown.Files(Report.Make(experiment, records));

    public static string Html(ExperimentRecord experiment, IReadOnlyList<RunRecord> records) =>
        Text(ReportFormat.Html, Report.Make(experiment, records));

    public static string Watched(ExperimentRecord experiment, IReadOnlyList<RunRecord> records) =>
        Text(ReportFormat.Html, Report.Make(experiment, records).Watched());

    public static string Csv(ExperimentRecord experiment, IReadOnlyList<RunRecord> records) =>
        Text(ReportFormat.Csv, Report.Make(experiment, records));

    public static string Json(ExperimentRecord experiment, IReadOnlyList<RunRecord> records) =>
        Text(ReportFormat.Json, Report.Make(experiment, records));

    public static string Comparison(ReportFormat format, IReadOnlyList<ComparedExperiment> entries, string baseline = "") =>
        Text(format, CompareReport.Make(entries, baseline));

    /// <summary>The text of a Markdown report.</summary>
    public static string Text(this IReadOnlyList<ReportFile> files) => files[0].Content;

    private static string Text(ReportFormat format, Report report) => format.Files(report)[0].Content;
}
