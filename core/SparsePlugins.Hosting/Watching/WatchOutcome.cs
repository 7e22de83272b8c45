namespace SparsePlugins.Hosting.Watching;

/// <summary>How a watched experiment ended.</summary>
/// <param name="Folder">The folder with records and report, absolute.</param>
/// <param name="Left">Runs that are neither finished nor failed.</param>
/// <param name="Failed">Runs that failed.</param>
public sealed record WatchOutcome(string Folder, int Left, int Failed)
{
    /// <summary>The report as a page.</summary>
    public string Report => Path.Combine(Folder, "report.html");
}
