using SparsePlugins.Workers;

namespace SparsePlugins.Execution.Tests;

/// <summary>A call is late by the time in which somebody looked; not by a pause of the whole process.</summary>
public sealed class CallWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Clock _clock = new();
    private readonly CallWatch _watch;

    public CallWatchTests() => _watch = new CallWatch(_clock);

    [Fact]
    public void A_call_that_lasts_longer_than_its_limit_is_overdue()
    {
        Assert.False(Look(1, 9.9));
        Assert.True(Look(1, 0.3));
    }

    [Fact]
    public void Another_call_and_the_hosts_own_time_count_from_zero()
    {
        Assert.False(Look(1, 9));
        Assert.False(Look(3, 9));
        Assert.False(Look(4, 30));
        Assert.False(Look(5, 9));
        Assert.True(Look(5, 2));
    }

    [Fact]
    public void A_pause_of_the_process_makes_no_call_late()
    {
        Assert.False(Look(1, 5));
        _clock.Now += TimeSpan.FromHours(8);
        Assert.False(_watch.IsOverdue(1, Limit));
        Assert.False(Look(1, 4));
        Assert.True(Look(1, 1));
    }

    /// <summary>Looks for a while, as often as it should be.</summary>
    private bool Look(long number, double seconds)
    {
        var overdue = _watch.IsOverdue(number, Limit);
        for (var end = _clock.Now + TimeSpan.FromSeconds(seconds); _clock.Now < end; )
        {
            _clock.Now += TimeSpan.FromMilliseconds(100);
            overdue = _watch.IsOverdue(number, Limit);
        }

        return overdue;
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
