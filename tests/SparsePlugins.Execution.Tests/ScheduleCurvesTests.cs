using SparsePlugins.Records;
using SparsePlugins.Training.Checkpoints;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>Records hold what schedules came to at the evaluations, where that varied.</summary>
public sealed class ScheduleCurvesTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Every_schedule_has_a_curve_of_the_updates_before_evaluations()
    {
        // Evaluated at 10, 20 and 30 of 30 steps. k in update 10: 12 - 10 * 9 / 25 = 8.4.
        var record = Run(
            "{ use: top-k, features: 16, with: { k: 2, l1: 0.5 } }",
            "learning_rate: 0.01, warm_up: 20, drops: [25], sparsity_warm_up: 40, k_from: 12, k_decrease: 25"
        );

        AssertClose([0.005, 0.01, 0.001], Values(record, "learning-rate"));
        AssertClose([0.125, 0.25, 0.375], Values(record, "sparsity-weight"));
        Assert.Equal([8, 4, 2], Values(record, "k"));
        Assert.All(Schedules(record), curve => Assert.Equal([10L, 20L, 30L], curve.Steps));
    }

    [Fact]
    public void A_constant_one_is_left_out()
    {
        Assert.Empty(Schedules(Run("{ use: top-k, features: 16, with: { k: 2, l1: 0.5 } }", "")));
        Assert.Equal(["learning-rate"], Schedules(Run("{ use: relu, features: 16 }", "decay: linear")).Select(curve => curve.Measurement));
    }

    [Fact]
    public void A_penalty_that_is_steered_has_one()
    {
        var weights = Values(Run("{ use: relu, features: 16, with: { l1: 0.06 } }", "target_l0: 2"), "sparsity-weight");

        Assert.All(weights, weight => Assert.True(weight > 0));
        Assert.Equal(3, weights.Distinct().Count());
    }

    [Fact]
    public void Weights_files_hold_measurements_alone()
    {
        var record = Run("{ use: relu, features: 16 }", "decay: linear");
        using var file = File.OpenRead(_bench.Store.Weights.PathOf(record.Id));
        using var weights = SafetensorsReader.Read(file, CPU);

        Assert.Contains("\"loss\":", weights.Metadata["measurements"], StringComparison.Ordinal);
        Assert.DoesNotContain("learning-rate", weights.Metadata["measurements"], StringComparison.Ordinal);
    }

    private RunRecord Run(string autoencoder, string training)
    {
        _bench.Ended.Clear();
        _bench.Run(
            new TinyManifest
            {
                Seeds = 1,
                Autoencoder = autoencoder,
                Training = training,
                Initializers = "[orthogonal]",
            }
        );
        return _bench.Ended.Single();
    }

    private static IEnumerable<Curve> Schedules(RunRecord record) => record.Curves.Where(curve => curve.Facts.ReportedAs.IsSchedule);

    private static double[] Values(RunRecord record, string name) => [.. record.Curves.Single(curve => curve.Measurement == name).Values];

    private static void AssertClose(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
}
