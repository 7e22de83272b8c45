using System.Security.Cryptography;
using System.Text;
using SparsePlugins.Plugins.Inputs;
using SparsePlugins.Records;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting;

/// <summary>Remembers between starts what the report in a folder was made of, and by which build: one that would be the same isn't written again.</summary>
/// <param name="cache">Where.</param>
internal sealed class ReportMemory(UserCache cache)
{
    /// <summary>The user's own.</summary>
    public static ReportMemory OfUser() => new(UserCache.OfUser("reports"));

    /// <summary>What a report is made of, to be read before the records are.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="experiment">What it holds.</param>
    /// <param name="isWatched">Whether the page looks for a newer one by itself.</param>
    public static string Inputs(RunStore store, ExperimentRecord experiment, bool isWatched) =>
        string.Join(
            '\n',
            [
                ExperimentJson.Write(experiment),
                $"{isWatched}",
                .. States(Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")),
                .. States([store.AgreementPath, .. experiment.Runs.Select(run => store.RecordPath(run.Id))]),
            ]
        );

    /// <summary>Whether the report that lies there was made of the same, and nobody touched it since.</summary>
    public bool IsWritten(RunStore store, string inputs) =>
        cache.TryRead(store.Folder) is { } kept && kept.AsSpan().SequenceEqual(Hash(store, inputs));

    /// <summary>Remembers the report that was written.</summary>
    public void Keep(RunStore store, string inputs) => cache.Keep(store.Folder, Hash(store, inputs));

    private static byte[] Hash(RunStore store, string inputs) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [inputs, .. States(Written(store))])));

    private static IEnumerable<string> Written(RunStore store)
    {
        var figures = Path.Combine(store.Folder, "figures");
        return
        [
            Path.Combine(store.Folder, "report.md"),
            Path.Combine(store.Folder, "report.html"),
            .. Directory.Exists(figures) ? Directory.EnumerateFiles(figures) : [],
        ];
    }

    private static IEnumerable<string> States(IEnumerable<string> paths) =>
        paths.Order(StringComparer.Ordinal).Select(path => $"{path} {FileState.Of(path)}");
}
