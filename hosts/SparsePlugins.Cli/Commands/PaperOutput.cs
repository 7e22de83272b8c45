using SparsePlugins.Hosting;
using SparsePlugins.Reporting;

namespace SparsePlugins.Cli.Commands;

/// <summary><c>sparse report DIR --paper</c>.</summary>
internal static class PaperOutput
{
    /// <summary>Writes the folder <c>paper</c> and prints its path.</summary>
    /// <param name="folder">The folder that 'sparse run' wrote.</param>
    /// <param name="plugins">Paths of plugins beside those that ship, for the sources that their components state.</param>
    public static int Write(string folder, string[]? plugins)
    {
        var (store, experiment) = RunFolder.Open(folder);
        var report = Report.Make(experiment, store.ReadRecords(experiment));
        using var loaded = Manifest.LoadPlugins(plugins);
        var sources = loaded
            .Components.Select(component => component.Schema)
            .DistinctBy(schema => schema.Name)
            .ToDictionary(schema => schema.Name, schema => schema.Citation);
        store.WritePaper(report, sources);
        StandardOutput.Writer.WriteLine(Path.Combine(folder, "paper"));
        return ExitCode.Ok;
    }
}
