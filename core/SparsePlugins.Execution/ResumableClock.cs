using System.Diagnostics;

namespace SparsePlugins.Execution;

/// <summary>A stopwatch that continues from the seconds of an earlier process.</summary>
/// <param name="before">Those seconds.</param>
internal sealed class ResumableClock(double before)
{
    private readonly Stopwatch _clock = new();
    private TimeSpan _shared;

    /// <summary>Seconds, of all processes.</summary>
    public double Seconds => before + (_clock.Elapsed + _shared).TotalSeconds;

    /// <summary>Adds a part of what was done for several at once.</summary>
    public void Add(TimeSpan part) => _shared += part;

    /// <summary>Continues.</summary>
    public void Start() => _clock.Start();

    /// <summary>Pauses.</summary>
    public void Stop() => _clock.Stop();
}
