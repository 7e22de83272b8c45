using SparsePlugins.Reporting;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting;

/// <summary>Writes what a paper takes from a report.</summary>
public static class PaperFiles
{
    /// <summary>Writes the folder <c>paper</c>, each file whole or not at all.</summary>
    /// <param name="store">The folder of the experiment.</param>
    /// <param name="report">The report.</param>
    /// <param name="sources">What components state as their source, by name.</param>
    public static void WritePaper(this RunStore store, Report report, IReadOnlyDictionary<string, string> sources) =>
        store.WriteFiles(report.Paper(sources));
}
