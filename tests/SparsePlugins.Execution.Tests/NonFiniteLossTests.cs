using SparsePlugins.Records;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>"Diverged" is said of training that diverged, and what is said of the cause was checked.</summary>
public sealed class NonFiniteLossTests
{
    [Fact]
    public void One_activation_whose_square_overflows_fails_the_run_and_is_named_with_its_batch()
    {
        using var bench = new Bench();
        bench.Run(Manifest("outlier: 1.0e+30, at: 23"));

        var record = Assert.Single(bench.Ended);
        Assert.Equal((Outcome.Failed, 30L), (record.Outcome, record.Steps));
        Assert.Matches(
            @"^the loss is (NaN|Infinity|∞) at step 30: the batch of step 24 has activations of up to [0-9.]+E\+(29|30), whose squares sum to more than float32 holds \(3\.403E\+38\); scale the activations down \(source\.scale\), or leave such rows out \(source\.drop_longer_than\)$",
            record.Message
        );
    }

    [Fact]
    public void A_source_that_gives_what_is_no_number_is_named_and_not_who_reads_it()
    {
        using var bench = new Bench();
        bench.Run(Manifest("outlier: 1.0e+39, at: 23"));
        bench.Run(Manifest("scale: 1.0e+39"));

        Assert.Equal(
            [
                "the loss is NaN at step 30: the batch of step 24: source 'faulty' (Fixture.Faults 0.1.0) gave Infinity in row 0, column 0; every value must be finite",
                "source 'faulty' (Fixture.Faults 0.1.0): batch 0 of the initialization split holds Infinity in row 0, column 0; every value must be finite",
            ],
            bench.Ended.Select(record => record.Message.Replace("-Infinity", "Infinity", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("eager")]
    public void Activations_whose_squares_overflow_fail_the_run_at_its_first_update(string step)
    {
        using var bench = new Bench();
        bench.Run(Manifest("scale: 1.0e+20", $", step: {step}"));

        var record = Assert.Single(bench.Ended);
        Assert.Equal((Outcome.Failed, 1L), (record.Outcome, record.Steps));
        Assert.Contains("at the first update, before anything was trained: the batch of step 1 has activations of up to", record.Message);
        Assert.DoesNotContain("learning_rate", record.Message);
    }

    [Theory]
    [InlineData("auto", "1.0e+11")]
    [InlineData("auto", "1.0e+15")]
    [InlineData("eager", "1.0e+15")]
    public void Large_activations_are_not_called_divergence(string step, string scale)
    {
        using var bench = new Bench();
        bench.Run(Manifest($"scale: {scale}", $", step: {step}"));

        Assert.Equal((Outcome.Completed, ""), (bench.Ended[0].Outcome, bench.Ended[0].Message));
    }

    [Fact]
    public void An_initialization_that_is_too_large_is_named()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest { Initializers = "[huge]" });

        Assert.Equal(2, bench.Ended.Count);
        Assert.All(bench.Ended, record => Assert.Equal((Outcome.Failed, 1L), (record.Outcome, record.Steps)));
        Assert.Contains(
            "at the first update, before anything was trained: initializer huge gives weights of up to ",
            bench.Ended[0].Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(null, "; a training.learning_rate below 0.003 makes smaller updates")]
    [InlineData(5L, "; a training.learning_rate below 0.003 makes smaller updates")]
    [InlineData(15L, "; features were revived after step 15")]
    public void Otherwise_training_diverged(long? revival, string cause)
    {
        using var bench = new Bench();
        var cohort = bench.Prepare(Manifest("scale: 2.0")).Pending[0].Cohort;
        var source = bench.Plugins.Find(ComponentKind.Source, "faulty");
        using var data = CohortData.Open(cohort, source, bench.Files, CPU, CancellationToken.None);
        var largest = Enumerable.Range(10, 11).Max(step => data.TrainingBatch(step).abs().max().item<float>());

        var found = NonFiniteLoss.Since(double.NaN, (10, 0.5), 20, revival, 0.003, data);

        Assert.True(found.HasDiverged);
        Assert.Equal(
            FormattableString.Invariant(
                $"the loss is NaN at step 20 and was 0.5 at step 10; the activations of the batches since then are at most {largest:G4}{cause}"
            ),
            found.Message
        );
    }

    private static string Manifest(string source, string training = "") =>
        $$"""
            name: scales
            seeds: 1
            source: { use: faulty, with: { {{source}} } }
            autoencoder: { use: relu, features: 16, with: { l1: 0.06 } }
            training: { steps: 60, batch: 32, sample: 64{{training}} }
            evaluation: { every: 10, data_every: 10, samples: 100 }
            initializers: [orthogonal]
            metrics: [l0, fvu]
            """;
}
