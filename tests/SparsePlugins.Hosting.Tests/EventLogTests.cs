using System.Text.Json.Nodes;
using SparsePlugins.Events;

namespace SparsePlugins.Hosting.Tests;

/// <summary>events.jsonl: what happened, one line per event, for any reader.</summary>
public sealed class EventLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, 5, TimeSpan.FromHours(1));

    [Fact]
    public void An_experiment_leaves_its_events_from_start_to_end()
    {
        using var bench = new Bench();
        var path = bench.Write("m.yaml", new TinyManifest { Initializers = "[orthogonal, data-sample]" });
        var run = new ObservedRun();
        var outcome = run.Run(bench.Plugins, new RunSettings(path) { Folder = bench.Folder });

        var events = Lines(bench.Folder).Select(line => line["event"]!.ToString()).ToArray();
        Assert.Equal("experiment-started", events[0]);
        Assert.Equal("experiment-ended", events[^1]);
        Assert.Equal(outcome.Total, events.Count(happened => happened == "run-ended"));
        Assert.Equal(
            outcome.Records.Select(record => record.Id).Order(),
            Lines(bench.Folder).Where(line => line["event"]!.ToString() == "run-ended").Select(line => line["id"]!.ToString()).Order()
        );
        Assert.All(Lines(bench.Folder), line => Assert.Equal(1, (int)line["format"]!));
    }

    [Fact]
    public void A_line_has_its_version_time_and_process_before_what_happened()
    {
        using var folder = new TemporaryFolder();
        Observe(folder.Path, new CohortStarted("seed=1", 4));

        var line = Assert.Single(File.ReadAllLines(folder["events.jsonl"]));
        Assert.Equal(
            $$"""{"format":1,"time":"2026-11-28T11:00:00.005Z","process":"{{Environment.MachineName}}:{{Environment.ProcessId}}","event":"cohort-started","cohort":"seed=1","runs":4}""",
            line
        );
        Assert.Equal(new CohortStarted("seed=1", 4), RunEventJson.TryRead(line));
    }

    [Fact]
    public void Progress_of_a_cohort_is_written_once_in_ten_seconds()
    {
        using var folder = new TemporaryFolder();
        var progress = new CohortAdvanced("seed=1", 10, 40, 2, 0.5, 20);
        Observe(folder.Path, progress, progress with { Step = 20 }, progress with { Cohort = "seed=2" }, progress with { Step = 30 });

        Assert.Equal(["seed=1", "seed=2"], Lines(folder.Path).Select(line => line["cohort"]!.ToString()));
    }

    [Fact]
    public void Two_writers_lose_no_line_of_each_other()
    {
        using var folder = new TemporaryFolder();
        using var first = new EventLog(folder.Path, () => Noon);
        using var second = new EventLog(folder.Path, () => Noon);
        for (var index = 0; index < 100; index++)
        {
            first.Observe(new Warned($"first {index}"));
            second.Observe(new Warned($"second {index}"));
        }

        Assert.Equal(200, Lines(folder.Path).Select(line => line["warning"]!.ToString()).Distinct().Count());
    }

    [Fact]
    public void A_folder_that_is_not_there_stops_nothing()
    {
        using var folder = new TemporaryFolder();
        Observe(folder["nowhere"], new Warned("nobody reads this"));
        Assert.False(Directory.Exists(folder["nowhere"]));
    }

    private static readonly RunEvent[] Examples =
    [
        new ReadingData(1, 2, "to hash it, a.npy"),
        new ManifestRefused(["m.yaml:1:1: name: is missing"]) { Excerpts = ["  1 | seeds: 3"], Total = 1 },
        new ExperimentStarted("quickstart", "/runs/quickstart", "cpu", 9, 4, ComparesArchitectures: true),
        new CohortStarted("seed=1", 4),
        new CohortResumed("seed=1", 2, 400),
        new CohortAdvanced("seed=1", 10, 40, 2, double.NaN, 20) { Leader = new LeadingRun("0123456789abcdef", "MMCS", 0.5) },
        new Warned("a warning with a \" and a ü"),
        new Noted("a note"),
        new ComponentFailed("initializer 'a' (A 1.0): it failed", "at A.Initialize"),
        new RunEnded("0123456789abcdef", 1, "relu", "orthogonal", "none", "stopped", "", 40, 0.5, new MeasuredChange("mmcs", 0.25, 0.75)),
        new RunEnded("0123456789abcdef", 1, "relu", "orthogonal", "none", "failed", "why", 0, 0, null),
        new ExperimentEnded(9, 8, 1, false),
    ];

    public static TheoryData<RunEvent> EveryEvent => [.. Examples];

    [Theory]
    [MemberData(nameof(EveryEvent))]
    public void Every_event_reads_back_from_its_line(RunEvent happened)
    {
        var line = RunEventJson.Write(happened);
        Assert.DoesNotContain('\n', line);
        Assert.Equivalent(happened, RunEventJson.TryRead(line), strict: true);
    }

    [Fact]
    public void No_event_is_left_out_of_the_test_above() =>
        Assert.Equal(
            typeof(RunEvent).Assembly.GetTypes().Where(type => type.BaseType == typeof(RunEvent)).Select(type => type.Name).Order(),
            Examples.Select(example => example.GetType().Name).Distinct().Order()
        );

    [Fact]
    public void Every_event_and_its_fields_are_described_in_records_md()
    {
        var lines = Examples.Select(RunEventJson.Write).ToArray();
        Assert.Empty(lines.SelectMany(line => DocumentedNames.MissingIn(line)).Distinct());
        Assert.All(lines, line => Assert.True(DocumentedNames.Has(JsonNode.Parse(line)!["event"]!.ToString()), line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Segmentation fault")]
    [InlineData("{")]
    [InlineData("""{"event":"of-a-later-version","runs":1}""")]
    [InlineData("""{"runs":1}""")]
    public void What_is_no_event_is_none(string line) => Assert.Null(RunEventJson.TryRead(line));

    private static void Observe(string folder, params RunEvent[] events)
    {
        using var log = new EventLog(folder, () => Noon);
        foreach (var happened in events)
        {
            log.Observe(happened);
        }
    }

    private static JsonObject[] Lines(string folder) =>
        [.. File.ReadAllLines(Path.Combine(folder, EventLog.FileName)).Select(line => JsonNode.Parse(line)!.AsObject())];
}
