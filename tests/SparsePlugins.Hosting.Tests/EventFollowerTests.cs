using SparsePlugins.Events;

namespace SparsePlugins.Hosting.Tests;

/// <summary>Reading <c>events.jsonl</c> while it grows.</summary>
public sealed class EventFollowerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_event_is_given_once_with_its_time_as_soon_as_its_line_is_whole()
    {
        using var folder = new TemporaryFolder();
        var follower = new EventFollower(folder.Path);
        Assert.Empty(follower.ReadNew());

        using (var log = new EventLog(folder.Path, () => Noon))
        {
            log.Observe(new CohortStarted("seed=1", 4));
            var first = Assert.Single(follower.ReadNew());
            Assert.Equal((Noon, new CohortStarted("seed=1", 4)), (first.Time, first.Happened));
            Assert.Empty(follower.ReadNew());

            log.Observe(new Noted("a note"));
        }

        var path = folder["events.jsonl"];
        var whole = File.ReadAllText(path);
        File.WriteAllText(path, whole[..^10]);
        Assert.Empty(follower.ReadNew());
        File.WriteAllText(path, whole);
        Assert.Equal([new Noted("a note")], follower.ReadNew().Select(one => one.Happened));
    }

    [Fact]
    public void Lines_that_are_no_events_are_passed_over()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder["events.jsonl"],
            "Segmentation fault\n{\"event\":\"of-a-later-version\"}\n{\"event\":\"noted\",\"note\":\"without a time\"}\n"
        );

        Assert.Empty(new EventFollower(folder.Path).ReadNew());
    }
}
