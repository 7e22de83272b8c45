using System.Runtime.ExceptionServices;

namespace SparsePlugins.Hosting.Watching;

/// <summary>Looks for changes on a thread of its own during a round, and ends the round at the first.</summary>
internal sealed class ChangeWatcher : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(150);

    private readonly Func<bool> _look;
    private readonly CancellationTokenSource _round;
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _error;

    /// <summary>Begins to look.</summary>
    /// <param name="look">Whether something changed; cheap.</param>
    /// <param name="round">Ends the looking, and is cancelled by a change or an error of a look.</param>
    public ChangeWatcher(Func<bool> look, CancellationTokenSource round)
    {
        (_look, _round) = (look, round);
        _thread = new Thread(Look) { IsBackground = true, Name = "changes" };
        _thread.Start();
    }

    /// <summary>Waits for the end of the round, and throws what a look threw.</summary>
    public void Await()
    {
        _thread.Join();
        _error?.Throw();
    }

    public void Dispose()
    {
        _round.Cancel();
        _thread.Join();
    }

    private void Look()
    {
        try
        {
            while (!_round.Token.WaitHandle.WaitOne(BetweenLooks) && !_look()) { }
        }
        catch (Exception error)
        {
            _error = ExceptionDispatchInfo.Capture(error);
        }

        Cancel();
    }

    private void Cancel()
    {
        try
        {
            _round.Cancel();
        }
        catch (AggregateException error)
        {
            _error ??= ExceptionDispatchInfo.Capture(error);
        }
    }
}
