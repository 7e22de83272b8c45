using SparsePlugins.Records;
using SparsePlugins.Reporting;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting;

/// <summary>Writes the report of an experiment: report.md first, then the page.</summary>
internal static class ReportStages
{
    /// <summary>Writes both.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="experiment">What it holds.</param>
    /// <param name="records">At least one.</param>
    /// <param name="isWatched">Whether the page looks for a newer one by itself.</param>
    /// <exception cref="StageException">One of them can't be made.</exception>
    public static void Write(RunStore store, ExperimentRecord experiment, IReadOnlyList<RunRecord> records, bool isWatched)
    {
        var text = Path.Combine(store.Folder, "report.md");
        Report? report = null;
        StageException.Run(
            "writing report.md",
            $"the records are complete, and 'sparse report {store.Folder}' tries again",
            () => store.Write(report = Report.Make(experiment, records, store.TryReadAgreement()), ReportFormat.Markdown)
        );
        StageException.Run(
            "writing report.html",
            $"report.md is complete: {text}",
            () => store.Write(isWatched ? report!.Watched() : report!, ReportFormat.Html)
        );
    }
}
