using SparsePlugins.Reporting;
using SparsePlugins.Storage;
using SparsePlugins.Tables;

namespace SparsePlugins.Hosting;

/// <summary>Writes reports into the folders of experiments.</summary>
public static class ReportFiles
{
    /// <summary>Writes a report, each file whole or not at all.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="report">The report.</param>
    /// <param name="format">How it is written.</param>
    public static void Write(this RunStore store, Report report, ReportFormat format) =>
        store.WriteFiles(format.Files(report).Select(file => (file.Path, file.Content)));

    /// <summary>Writes a report's curves and runs for other programs, each file whole or not at all.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="report">The report.</param>
    /// <param name="format">How they are written.</param>
    public static void Write(this RunStore store, Report report, DataFormat format) =>
        store.WriteFiles(report.Data(format).Select(file => (file.Path, file.Content)));
}
