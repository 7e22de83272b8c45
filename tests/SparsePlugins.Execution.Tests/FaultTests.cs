using SparsePlugins.Hosting;
using SparsePlugins.Records;
using SparsePlugins.Specs;

namespace SparsePlugins.Execution.Tests;

/// <summary>What a component leaves behind or does to others is a fault of its own, and touches nobody else's run.</summary>
public sealed class FaultTests
{
    private const string Initializer = "initializer 'faulty' (Fixture.Faults 0.1.0): ";
    private const string OutlivesTheCall =
        "1 tensors outlive the call: they were detached from the host's dispose scope, or kept; only what is returned may live on";

    private static readonly Lazy<Dictionary<string, string>> Alone = new(() =>
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest());
        return bench.Records();
    });

    [Theory]
    [InlineData("throw", Initializer + "the fixture throws")]
    [InlineData("throw-when-made-again", Initializer + "the fixture can't be made")]
    [InlineData("nan", Initializer + "returned EncoderWeight with a NaN or an infinity; every value must be finite")]
    [InlineData("wrong-shape", Initializer + "returned EncoderWeight Float32 [8, 16]; expected Float32 [F, D] = [16, 8]")]
    [InlineData("leak", Initializer + OutlivesTheCall)]
    [InlineData("leave-scope", Initializer + "the call left 1 dispose scopes open; write `using var scope = NewDisposeScope()`")]
    [InlineData(
        "threads",
        Initializer + "the call set torch's threads from 1 to 2; results depend on their number, which is the host's to choose"
    )]
    [InlineData("close-scope", Initializer + "the call closed a dispose scope of the host's; dispose only your own")]
    public void A_faulty_initializer_fails_alone_and_is_named(string fault, string message)
    {
        using var beside = new Bench { HasOwnPlugins = fault == "throw-when-made-again" }; // That one counts.
        var jobs = fault == "default-type" ? 1 : 2; // That one belongs to the process.
        beside.Run(new TinyManifest { Initializers = $"[orthogonal, {{ use: faulty, with: {{ fault: {fault} }} }}, data-sample]" }, jobs);

        var failed = beside.Ended.Where(record => record.Initializer.StartsWith("faulty", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, failed.Length);
        Assert.All(failed, record => Assert.Equal((Outcome.Failed, message), (record.Outcome, record.Message)));
        var records = beside.Records();
        Assert.Equal(4, Alone.Value.Count);
        Assert.All(Alone.Value, record => Assert.Equal(record.Value, records[record.Key]));
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("cancel", Initializer + "the fixture gave up")]
    [InlineData("keep", Initializer + OutlivesTheCall)]
    [InlineData("gradients", Initializer + "the call left gradients off; write `using (no_grad())` or `using (enable_grad())`")]
    [InlineData("default-type", Initializer + "returned EncoderWeight Float64 [16, 8]; expected Float32 [F, D] = [16, 8]")]
    public void So_does_every_other_initializer(string fault, string message) =>
        A_faulty_initializer_fails_alone_and_is_named(fault, message);

    [Theory]
    [InlineData("throw", "metric 'faulty' (Fixture.Faults 0.1.0): the fixture throws")]
    public void A_metric_that_fails_at_its_third_call_fails_one_run(string fault, string message)
    {
        var (healthy, faulty) = (WithMetric("none"), WithMetric(fault));
        using var without = new Bench();
        using var with = new Bench { HasOwnPlugins = true };
        without.Run(healthy, jobs: 1);
        with.Run(faulty, jobs: 1);

        var failed = Assert.Single(with.Ended, record => record.Outcome.IsFailed);
        Assert.Equal(message, failed.Message);
        foreach (var record in with.Ended.Where(record => record != failed))
        {
            var other = without.Ended.Single(one => (one.Seed, one.Initializer) == (record.Seed, record.Initializer));
            Assert.Equal(Values(other), Values(record));
        }
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("leak", "metric 'faulty' (Fixture.Faults 0.1.0): " + OutlivesTheCall)]
    [InlineData("cancel", "metric 'faulty' (Fixture.Faults 0.1.0): the fixture gave up")]
    [InlineData(
        "gradients",
        "metric 'faulty' (Fixture.Faults 0.1.0): the call left gradients on; write `using (no_grad())` or `using (enable_grad())`"
    )]
    public void So_does_one_that_leaks_gives_up_or_turns_gradients_on(string fault, string message) =>
        A_metric_that_fails_at_its_third_call_fails_one_run(fault, message);

    [Fact]
    public void A_run_that_failed_is_tried_again_from_its_last_checkpoint()
    {
        var manifest = WithMetric("throw", call: 6) with { Steps = "60" };
        using var bench = new Bench
        {
            HasOwnPlugins = true,
            Settings = new RunSettings("") { CheckpointEvery = TimeSpan.Zero },
        };
        using var healthy = new Bench();
        bench.Run(manifest, jobs: 1);
        healthy.Run(WithMetric("none", call: 6) with { Steps = "60" }, jobs: 1);

        Assert.True(bench.Store.Checkpoints.Exists(Assert.Single(bench.Ended, record => record.Outcome.IsFailed).Id));
        Assert.Equal(1, bench.Run(manifest, jobs: 1));
        Assert.NotEmpty(bench.ResumedFrom);
        var again = bench.Ended[^1];
        Assert.Equal(Values(healthy.Ended.Single(one => (one.Seed, one.Initializer) == (again.Seed, again.Initializer))), Values(again));
    }

    [Theory]
    [InlineData("overwrite")]
    public void A_metric_that_spoils_what_it_reads_spoils_no_other_run(string fault)
    {
        // Only the first call of all, in the first run of a seed: what the second is measured on must be untouched.
        using var without = new Bench();
        using var with = new Bench { HasOwnPlugins = true };
        without.Run(WithMetric("none"), jobs: 1);
        with.Run(WithMetric(fault, call: 1), jobs: 1);

        foreach (var seed in new[] { 1L, 2L })
        {
            Assert.Equal(Curves(without, seed), Curves(with, seed));
        }

        static string[] Curves(Bench bench, long seed) =>
            Values(bench.Ended.Single(one => one.Seed == seed && one.Initializer == "data-sample"));
    }

    [Fact]
    [Trait("Category", "Long")]
    public void So_does_one_that_disposes_it() => A_metric_that_spoils_what_it_reads_spoils_no_other_run("dispose-inputs");

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("nan", "returned EncoderWeight with a NaN or an infinity; every value must be finite")]
    [InlineData("leak", OutlivesTheCall)]
    public void So_does_every_other_reinitializer(string fault, string message) =>
        A_faulty_reinitializer_fails_alone_and_is_named(fault, message);

    [Theory]
    [InlineData("throw", "the fixture throws")]
    [InlineData("overwrite", null)]
    public void A_faulty_reinitializer_fails_alone_and_is_named(string fault, string? message)
    {
        using var alone = new Bench();
        using var beside = new Bench();
        alone.Run(WithReinitializers("none"));
        beside.Run(WithReinitializers($"{{ use: faulty, every: 10, dead_after: 32, with: {{ fault: {fault} }} }}, none"));

        var others = beside.Ended.Where(record => record.Reinitializer != "none").ToArray();
        Assert.Equal(4, others.Length);
        Assert.All(others, record => Assert.Equal(message is null ? Outcome.Completed : Outcome.Failed, record.Outcome));
        Assert.All(
            others.Where(_ => message is not null),
            record => Assert.Equal("reinitializer 'faulty' (Fixture.Faults 0.1.0): " + message, record.Message)
        );
        foreach (var record in alone.Ended)
        {
            var same = beside.Ended.Single(one => one.Id == record.Id);
            Assert.Equal(RecordJson.WithoutTimings(RecordJson.Write(record)), RecordJson.WithoutTimings(RecordJson.Write(same)));
        }
    }

    [Fact]
    public void A_component_that_can_never_be_made_is_reported_with_its_place_before_anything_runs()
    {
        using var bench = new Bench();
        var problem = Assert.Single(
            bench
                .Load(new TinyManifest { Initializers = "[orthogonal, { use: faulty, with: { fault: throw-when-made } }]" })
                .Result.Problems
        );

        Assert.EndsWith(Initializer + "the fixture can't be made", problem.ToString(), StringComparison.Ordinal);
        Assert.Equal(7, problem.Position.Line);
    }

    [Fact]
    public void Every_shipped_component_keeps_the_rules()
    {
        using var trained = new Bench();
        trained.Run(new TinyManifest { Initializers = "[orthogonal]" });
        string[] files = [.. trained.Ended.Select(record => Path.Combine(trained.Folder, "weights", record.Id + ".safetensors"))];
        using var started = new Bench();
        using var revived = new Bench();
        var manifest = new TinyManifest
        {
            Seeds = 1,
            Autoencoder = "{ use: relu, features: 16, with: { l1: 20.0, unit_decoder: false } }", // For starts with short decoder rows.
            Metrics = $"[{Shipped(started, ComponentKind.Metric)}]",
        };
        var starts = Names(started, ComponentKind.Initializer).Select(name => $"{{ use: {name}, with: {Needed(name, files)} }}");
        started.Run(manifest with { Initializers = $"[{string.Join(", ", starts)}]" });
        revived.Run(manifest with { Initializers = "[orthogonal]", Reinitializers = Revivals(revived) });

        Assert.True(started.Ended.Count > 10 && revived.Ended.Count > 5);
        Assert.All(started.Ended.Concat(revived.Ended), record => Assert.Equal("", record.Message));
        Assert.Contains(revived.Ended, record => record.Reinitializations.Count > 0);
    }

    private static string Revivals(Bench bench) =>
        "["
        + string.Join(", ", Names(bench, ComponentKind.Reinitializer).Select(name => $"{{ use: {name}, every: 10, dead_after: 32 }}"))
        + "]";

    /// <summary>The options that an initializer can't do without.</summary>
    private static string Needed(string initializer, string[] files) =>
        initializer switch
        {
            "from-dictionary" or "from-weights" => $"{{ file: {files[0]} }}",
            "pooled" => $"{{ files: [{string.Join(", ", files)}] }}",
            "anthropic-january-2025" => "{ active: 4 }",
            _ => "{}",
        };

    private static string Shipped(Bench bench, ComponentKind kind) => string.Join(", ", Names(bench, kind));

    private static IEnumerable<string> Names(Bench bench, ComponentKind kind) =>
        bench
            .Plugins.Components.Where(one =>
                one.Schema.Kind.Equals(kind) && one.Plugin.Name.StartsWith("SparsePlugins.", StringComparison.Ordinal)
            )
            .Where(one => !one.Schema.Capabilities.Overlaps([SourceCapability.LanguageModel, SourceCapability.Hierarchy])) // They are tested with a model, with trees.
            .Select(one => one.Schema.Name);

    private static string[] Values(RunRecord record) =>
        [.. record.Curves.Select(curve => $"{curve.Measurement} {string.Join(' ', curve.Steps)} {string.Join(' ', curve.Values)}")];

    private static TinyManifest WithMetric(string fault, int call = 3) =>
        new() { Metrics = $"[mmcs, l0, {{ use: faulty, with: {{ fault: {fault}, call: {call}, always: false }} }}]" };

    private static TinyManifest WithReinitializers(string reinitializers) => new() { Reinitializers = $"[{reinitializers}]", L1 = "20.0" };
}
