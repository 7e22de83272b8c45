namespace SparsePlugins.Hosting.Isolation;

/// <summary>Tells a call that lasts too long from the numbers of calls, looked at again and again.</summary>
/// <param name="time">The clock.</param>
internal sealed class CallWatch(TimeProvider time)
{
    private long _number;
    private long _since = time.GetTimestamp();

    /// <summary>Looks once.</summary>
    /// <param name="number">The number of the latest call; odd while a component's code runs.</param>
    /// <param name="limit">How long a call may last.</param>
    /// <returns>Whether one has lasted longer.</returns>
    public bool IsOverdue(long number, TimeSpan limit)
    {
        if (number != _number || (number & 1) == 0)
        {
            (_number, _since) = (number, time.GetTimestamp());
        }

        return (number & 1) == 1 && number > 0 && time.GetElapsedTime(_since) > limit;
    }

    /// <summary>How long to wait between two looks: short against the limit.</summary>
    public static TimeSpan BetweenLooks(TimeSpan limit) => TimeSpan.FromMilliseconds(Math.Clamp(limit.TotalMilliseconds / 20, 10, 250));
}
