using SparsePlugins.Records;

namespace SparsePlugins.Execution.Tests;

public sealed class ExecutionTests
{
    [Fact]
    public void Every_run_leaves_a_record_with_its_curves()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest());

        var record = bench.Store.ReadRecords(bench.Store.ReadExperiment()!).Single(one => one is { Seed: 1, Initializer: "data-sample" });
        Assert.Equal(Outcome.Completed, record.Outcome);
        Assert.Equal([0L, 10, 20, 30], Curve(record, "mmcs").Steps);
        Assert.Equal([0L, 20, 30], Curve(record, "fvu").Steps);
        Assert.Equal([10L, 20, 30], Curve(record, "loss").Steps);
        Assert.Equal("loss", record.Curves[^1].Measurement);
        Assert.Equal(
            [
                "SparsePlugins.Architectures",
                "SparsePlugins.Initializers",
                "SparsePlugins.Metrics",
                "SparsePlugins.Sources",
                "System.IO.Hashing",
            ], // Which the sources bring along.
            record.Plugins.Select(plugin => plugin.Name)
        );
    }

    [Fact]
    public void Curves_carry_what_their_metric_declares_of_them()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest());

        var record = bench.Store.ReadRecords(bench.Store.ReadExperiment()!)[0];
        var mmcs = Curve(record, "mmcs").Facts;
        Assert.Equal(("mmcs", "MMCS", BetterSide.Higher, true), (mmcs.Metric, mmcs.DisplayName, mmcs.Better, mmcs.IsOwn));
        Assert.StartsWith("mean over true features", mmcs.Meaning, StringComparison.Ordinal);
        var decile = Curve(record, "mmcs-decile-3").Facts;
        Assert.Equal(("mmcs", ReportedAs.NewDecile("mmcs-decile", 3), false), (decile.Metric, decile.ReportedAs, decile.IsOwn));
        Assert.True(Curve(record, "loss").Facts.IsTrainingLoss);
    }

    [Fact]
    public void The_same_manifest_gives_the_same_records_timings_aside()
    {
        using var first = new Bench();
        using var second = new Bench();
        first.Run(new TinyManifest(), jobs: 1);
        second.Run(new TinyManifest(), jobs: 2);

        Assert.Equal(4, first.Records().Count);
        Assert.Equal(first.Records(), second.Records());
    }

    /// <summary>Evaluations may lie minutes apart.</summary>
    [Fact]
    public void Progress_is_reported_between_evaluations_too()
    {
        var manifest = new TinyManifest
        {
            Seeds = 1,
            Steps = "64",
            Evaluation = "every: 64, data_every: 64, samples: 100",
        };
        Assert.Equal(1, ReportsOf(TimeSpan.FromDays(1)));
        Assert.Equal(4, ReportsOf(TimeSpan.Zero)); // After every group of 16 batches.

        int ReportsOf(TimeSpan interval)
        {
            var reports = 0;
            using var bench = new Bench
            {
                Settings = new("") { ProgressEvery = interval },
                AtProgress = () => reports++,
            };
            bench.Run(manifest, jobs: 1);
            return reports;
        }
    }

    [Fact]
    public void A_member_is_the_same_alone_and_beside_others()
    {
        using var together = new Bench();
        using var alone = new Bench();
        together.Run(new TinyManifest { Initializers = "[orthogonal, data-sample, throws, svd-sample]" });
        alone.Run(new TinyManifest { Initializers = "[data-sample]" });

        Assert.Equal(alone.Records()["data-sample 1"], together.Records()["data-sample 1"]);
        Assert.Equal(alone.Records()["data-sample 2"], together.Records()["data-sample 2"]);
    }

    [Fact]
    public void A_finished_run_is_not_run_again()
    {
        using var bench = new Bench();

        Assert.Equal(4, bench.Run(new TinyManifest()));
        Assert.Equal(0, bench.Run(new TinyManifest()));
        Assert.Equal(0, bench.Run("# a comment\n" + new TinyManifest { Initializers = "[data-sample, orthogonal]" }));
        Assert.Equal(2, bench.Run(new TinyManifest { Initializers = "[data-sample, orthogonal, xavier]" }));
    }

    [Fact]
    public void A_torn_record_is_run_again()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest());
        var path = Path.Combine(bench.Store.Folder, "runs", bench.Store.ReadExperiment()!.Runs[0].Id + ".json");
        File.WriteAllText(path, File.ReadAllText(path)[..200]);

        Assert.Equal(1, bench.Run(new TinyManifest()));
        Assert.Equal(0, bench.Run(new TinyManifest()));
    }

    [Fact]
    public void What_had_ended_when_the_user_stopped_is_kept()
    {
        using var bench = new Bench { StopAtFirstEnd = true };

        Assert.Throws<OperationCanceledException>(() => bench.Run(new TinyManifest(), jobs: 1));
        Assert.InRange(bench.Records().Count, 1, 2);
        Assert.All(bench.Records().Keys, key => Assert.EndsWith(" 1", key));
    }

    [Theory]
    [InlineData("throws", "initializer 'throws' (Fixture.Plugin 0.1.0): the fixture throws")]
    [InlineData(
        "wrong-shape",
        "initializer 'wrong-shape' (Fixture.Plugin 0.1.0): returned EncoderWeight Float32 [8, 16]; expected Float32 [F, D] = [16, 8]"
    )]
    [InlineData(
        "nan",
        "initializer 'nan' (Fixture.Plugin 0.1.0): returned EncoderWeight with a NaN or an infinity; every value must be finite"
    )]
    [InlineData(
        "too-long",
        "initializer 'too-long' (Fixture.Plugin 0.1.0): returned DecoderWeight whose row 0 has length 2; every row must have length 1 (AutoencoderWeights.FromDirections sees to it)"
    )]
    public void A_faulty_component_fails_its_own_run_and_is_named(string faulty, string message)
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest { Initializers = $"[{faulty}, orthogonal]" });

        Assert.All(
            bench.Ended.Where(record => record.Initializer == faulty),
            record => Assert.Equal((Outcome.Failed, message), (record.Outcome, record.Message))
        );
        Assert.All(
            bench.Ended.Where(record => record.Initializer == "orthogonal"),
            record => Assert.Equal(Outcome.Completed, record.Outcome)
        );
        Assert.Equal(2, bench.Run(new TinyManifest { Initializers = $"[{faulty}, orthogonal]" })); // A failed run is tried again.
    }

    [Fact]
    public void A_run_stops_where_its_threshold_is_first_measured_as_reached()
    {
        using var bench = new Bench();
        bench.Run(
            new TinyManifest
            {
                Initializers = "[data-sample]",
                Steps = "2000",
                Training = "stop_when: mmcs >= 0.8",
            }
        );

        var record = bench.Ended[0];
        var mmcs = Curve(record, "mmcs");
        Assert.Equal(Outcome.Stopped, record.Outcome);
        Assert.True(mmcs.Values[^1] >= 0.8 && mmcs.Values.SkipLast(1).All(value => value < 0.8));
        Assert.Equal(record.Steps, Curve(record, "fvu").Steps[^1]);
    }

    [Fact]
    public void Dead_features_are_revived_at_the_stated_cadence()
    {
        using var bench = new Bench();
        const string reinitializers = "[none, { use: random-points, every: 10, dead_after: 32 }]";
        bench.Run(
            new TinyManifest
            {
                Initializers = "[orthogonal]",
                Reinitializers = reinitializers,
                L1 = "20.0",
            }
        );

        var revived = bench.Ended.First(record => record.Reinitializer != "none");
        Assert.NotEmpty(revived.Reinitializations);
        Assert.All(revived.Reinitializations, one => Assert.Equal(0, one.Step % 10));
        Assert.All(bench.Ended.Where(record => record.Reinitializer == "none"), record => Assert.Empty(record.Reinitializations));
    }

    [Fact]
    public void A_reinitializer_that_proposes_zeros_fails_its_run_and_is_named()
    {
        using var bench = new Bench();
        const string reinitializers = "[{ use: zeros, every: 15, dead_after: 32 }]";
        bench.Run(
            new TinyManifest
            {
                Initializers = "[orthogonal]",
                Reinitializers = reinitializers,
                L1 = "20.0",
            }
        );

        Assert.All(bench.Ended, record => Assert.Equal(Outcome.Failed, record.Outcome));
        Assert.Equal(
            "reinitializer 'zeros' (Fixture.Plugin 0.1.0): returned DecoderWeight with a row of zeros; a direction must not be zero",
            bench.Ended[0].Message
        );
    }

    [Fact]
    public void What_is_measured_was_trained_so_nothing_is_revived_at_the_last_step()
    {
        using var bench = new Bench();
        const string reinitializers = "[none, { use: random-points, every: 30, dead_after: 32 }]";
        bench.Run(
            new TinyManifest
            {
                Initializers = "[orthogonal]",
                Reinitializers = reinitializers,
                L1 = "20.0",
            }
        );

        Assert.All(bench.Ended, record => Assert.Empty(record.Reinitializations));
        var ends = bench
            .Ended.GroupBy(record => record.Seed)
            .Select(pair => pair.Select(record => Curve(record, "mmcs").Values[^1]).Distinct());
        Assert.All(ends, values => Assert.Single(values));
    }

    [Fact]
    public void A_fresh_execution_runs_again_what_is_finished_and_counts_its_failures()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest());

        Assert.Equal(4, bench.Run(new TinyManifest(), fresh: true));
        Assert.Equal(8, bench.Ended.Count);
        Assert.Equal(0, bench.Run(new TinyManifest()));
    }

    [Fact]
    public void An_initializer_that_writes_into_its_sample_changes_nobody_elses_run()
    {
        using var beside = new Bench();
        using var alone = new Bench();
        beside.Run(new TinyManifest { Initializers = "[vandal, data-sample]" });
        alone.Run(new TinyManifest { Initializers = "[data-sample]" });

        Assert.Equal(alone.Records()["data-sample 1"], beside.Records()["data-sample 1"]);
    }

    [Fact]
    public void A_metric_that_misnames_its_measurement_fails_its_run_and_is_named()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest { Initializers = "[orthogonal]", Metrics = "[misnamed]" });

        Assert.Equal(
            "metric 'misnamed' (Fixture.Plugin 0.1.0): its first measurement must be named 'misnamed' and the others 'misnamed-...', got [other]",
            bench.Ended[0].Message
        );
    }

    private static Curve Curve(RunRecord record, string measurement) => record.Curves.Single(curve => curve.Measurement == measurement);
}
