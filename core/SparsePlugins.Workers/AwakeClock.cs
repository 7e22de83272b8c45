namespace SparsePlugins.Workers;

/// <summary>Adds up the time between looks, of a long pause only a part: in it, this process was stopped, and so was what it watches.</summary>
/// <remarks>Ctrl-Z, SIGSTOP, a suspended container or laptop: the system's clock runs on meanwhile.</remarks>
/// <param name="time">The system's clock.</param>
public sealed class AwakeClock(TimeProvider time)
{
    private const int MostIntervals = 2;

    private long _looked = time.GetTimestamp();

    /// <summary>What has been added up.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Begins at zero, now.</summary>
    public void Restart() => (_looked, Elapsed) = (time.GetTimestamp(), TimeSpan.Zero);

    /// <summary>Adds the time since the last look.</summary>
    /// <param name="interval">How long is waited between two looks; twice that is the most that counts.</param>
    public void Look(TimeSpan interval)
    {
        var now = time.GetTimestamp();
        var (since, most) = (time.GetElapsedTime(_looked, now), MostIntervals * interval);
        (_looked, Elapsed) = (now, Elapsed + (since < most ? since : most));
    }
}
