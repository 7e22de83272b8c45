using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Watching;

/// <summary>Renews report.html on a thread of its own while runs are trained.</summary>
internal sealed class LiveReporting : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;

    /// <summary>Begins to look for runs that ended.</summary>
    /// <param name="store">The experiment's folder.</param>
    public LiveReporting(RunStore store)
    {
        var report = new LiveReport();
        _thread = new Thread(() => Look(report, store)) { IsBackground = true, Name = "report" };
        _thread.Start();
    }

    /// <summary>Waits until a report that is being written is there: the last one comes after it.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _end.Dispose();
    }

    private void Look(LiveReport report, RunStore store)
    {
        while (!_end.Token.WaitHandle.WaitOne(BetweenLooks))
        {
            report.Renew(store);
        }
    }
}
