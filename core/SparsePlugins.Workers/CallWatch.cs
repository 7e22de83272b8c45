namespace SparsePlugins.Workers;

/// <summary>Finds a call that lasts too long from the numbers of calls, read again and again.</summary>
/// <param name="time">The clock.</param>
public sealed class CallWatch(TimeProvider time)
{
    private readonly AwakeClock _clock = new(time);
    private long _number;

    /// <summary>Looks once.</summary>
    /// <param name="number">The number of the latest call; odd while a component's code runs.</param>
    /// <param name="limit">How long a call may last.</param>
    /// <returns>Whether one has lasted longer.</returns>
    public bool IsOverdue(long number, TimeSpan limit)
    {
        _clock.Look(BetweenLooks(limit));
        if (number != _number || (number & 1) == 0)
        {
            _number = number;
            _clock.Restart();
        }

        return (number & 1) == 1 && number > 0 && _clock.Elapsed > limit;
    }

    /// <summary>How long to wait between two looks: short against the limit.</summary>
    public static TimeSpan BetweenLooks(TimeSpan limit) => TimeSpan.FromMilliseconds(Math.Clamp(limit.TotalMilliseconds / 20, 10, 250));
}
