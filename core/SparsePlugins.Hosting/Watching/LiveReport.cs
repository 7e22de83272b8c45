using System.ComponentModel;
using System.Diagnostics;
using SparsePlugins.Hosting.Launching;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Watching;

/// <summary>Renews report.html while runs are trained, when some of them ended.</summary>
/// <remarks>In a process of its own, so that training loses no time.</remarks>
internal sealed class LiveReport
{
    private const int MostShare = 10;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private TimeSpan _cost;
    private int _records;
    private volatile string? _trouble;
    private bool _isReported;

    /// <summary>Writes the report, if it is time to and a run has ended. One that can't be written is no reason to stop training.</summary>
    /// <param name="store">The experiment's folder.</param>
    public void Renew(RunStore store)
    {
        if (_trouble is not null || _sinceLast.Elapsed < Least || _sinceLast.Elapsed < MostShare * _cost || Count(store) == _records)
        {
            return;
        }

        try
        {
            Write(store);
        }
        catch (Exception error) when (error is Win32Exception or IOException or UnauthorizedAccessException)
        {
            _trouble = error.Message;
        }
    }

    /// <summary>Takes note of the records that a report was just written about.</summary>
    /// <param name="store">The experiment's folder.</param>
    /// <returns>Why the report can't be renewed, once; otherwise <see langword="null"/>.</returns>
    public string? TakeTrouble(RunStore store)
    {
        _records = Count(store);
        var trouble = _isReported ? null : _trouble;
        _isReported |= trouble is not null;
        return trouble;
    }

    private void Write(RunStore store)
    {
        _records = Count(store);
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

    private static int Count(RunStore store) =>
        Directory.Exists(store.RecordFolder) ? Directory.GetFiles(store.RecordFolder, "*.json").Length : 0;
}
