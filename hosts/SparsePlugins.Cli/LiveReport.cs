using System.Diagnostics;
using SparsePlugins.Hosting.Isolation;
using SparsePlugins.Hosting.Records;

namespace SparsePlugins.Cli;

/// <summary>Renews report.html while runs are trained, when some of them ended.</summary>
/// <remarks>In a process of its own: this one must not collect garbage at any moment while torch computes (NativeGarbage).</remarks>
/// <param name="store">The experiment's folder.</param>
internal sealed class LiveReport(RunStore store)
{
    private const int MostShare = 10;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private TimeSpan _cost;
    private int _records;

    /// <summary>Takes note of the records that a report was written of.</summary>
    public void See() => _records = Count();

    /// <summary>Writes it, if it is time to and there is something new.</summary>
    public void Look()
    {
        if (_sinceLast.Elapsed < Least || _sinceLast.Elapsed < MostShare * _cost || Count() == _records)
        {
            return;
        }

        See();
        var clock = Stopwatch.StartNew();
        using var writer = Process.Start(HostCommand.OfThisProcess.Start("report", store.Folder, "--format", "html", "--watched"))!;
        writer.StandardInput.Close();
        writer.OutputDataReceived += (_, _) => { };
        writer.ErrorDataReceived += (_, _) => { };
        writer.BeginOutputReadLine();
        writer.BeginErrorReadLine();
        writer.WaitForExit();
        _cost = clock.Elapsed;
        _sinceLast.Restart();
    }

    private int Count()
    {
        var records = System.IO.Path.Combine(store.Folder, "runs");
        return Directory.Exists(records) ? Directory.GetFiles(records, "*.json").Length : 0;
    }
}
