using System.Diagnostics;
using SparsePlugins.Events;
using SparsePlugins.Storage;

namespace SparsePlugins.Execution;

/// <summary>Writes checkpoints of a cohort's runs, so rarely that they cost at most a fiftieth of the time.</summary>
/// <param name="store">Where to.</param>
/// <param name="interval">Between two of them, at least; zero for as often as possible, whatever it costs.</param>
/// <param name="observer">Receives a warning when one can't be written.</param>
internal sealed class Checkpointer(CheckpointStore store, TimeSpan interval, IRunObserver observer)
{
    private const int MostShare = 50;

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private TimeSpan _cost;

    /// <summary>Whether it is time to.</summary>
    public bool IsDue => interval == TimeSpan.Zero || (_sinceLast.Elapsed >= interval && _sinceLast.Elapsed >= MostShare * _cost);

    /// <summary>Writes a checkpoint of every run that is still training. One that can't be written is reported; the one before it stays.</summary>
    public void Write(IEnumerable<ActiveRun> active)
    {
        var clock = Stopwatch.StartNew();
        foreach (var run in active.Where(run => run.CanBeSaved))
        {
            try
            {
                store.Write(run.Progress, [.. run.State]);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                observer.Observe(new Warned($"no checkpoint could be written ({error.Message}); the one before it is kept"));
            }
        }

        _cost = clock.Elapsed;
        _sinceLast.Restart();
    }
}
