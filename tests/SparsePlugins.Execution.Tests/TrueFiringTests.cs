using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>Metrics that need to know which true features are active in a row: they get those of the rows that they see, and are refused elsewhere.</summary>
public sealed class TrueFiringTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Absorption_is_refused_where_features_have_no_parents()
    {
        var problems = _bench.Load(new TinyManifest { Metrics = "[l0, detection, absorption]" }).Result.Problems;
        Assert.Equal(
            "'absorption' needs a hierarchy of the true features, which the source 'toy-superposition' doesn't offer; "
                + "remove the metric, or use a source that offers this: synth-sae-bench",
            Assert.Single(problems).Message
        );
    }

    [Fact]
    public void A_dictionary_is_measured_against_what_is_active()
    {
        _bench.Run(Manifest("", "detection, { use: absorption, with: { least_rows: 1 } }, uniqueness"), fresh: true);
        var record = _bench.Ended[^1];

        Assert.Equal("", record.Message);
        Assert.All(
            new[] { "detection", "detection-precision", "detection-recall", "absorption-recall-alone", "uniqueness" },
            name => Assert.InRange(record.Curves.Single(curve => curve.Measurement == name).Values[^1], 0.01, 1)
        );
    }

    [Theory]
    [InlineData("", 85, 100)]
    [InlineData(", drop_longer_than: 1.1", 20, 83)]
    public void What_is_active_goes_with_its_row(string inputs, int least, int most)
    {
        using var scope = NewDisposeScope();
        var cohort = _bench.Prepare(Manifest(inputs, "fvu")).Pending[0].Cohort;
        var source = _bench.Plugins.Find(ComponentKind.Source, "synth-sae-bench");
        using var data = CohortData.Open(cohort, source, _bench.Files, CPU, CancellationToken.None);

        var rows = data
            .Evaluation.Zip(data.Firing)
            .SelectMany(batch => batch.Second.Index().Select(row => (Row: batch.First[row.Index], Active: row.Item)));
        var looked = rows.Where(row => row.Active.Length is > 0 and < 40).ToArray(); // Of 96 dimensions.

        Assert.Equal(data.Evaluation.Select(batch => (int)batch.shape[0]), data.Firing.Select(batch => batch.Length));
        Assert.InRange(looked.Length, least, most);
        Assert.All(
            looked,
            row => Assert.InRange(Left(row.Row, data.Truth!.Features[tensor(row.Active, dtype: ScalarType.Int64)]), 0, 1e-4)
        );
    }

    /// <summary>What is left of a row once directions are fitted to it.</summary>
    private static float Left(Tensor row, Tensor directions)
    {
        var (fitted, _, _, _) = linalg.lstsq(directions.t(), row.unsqueeze(1));
        return (directions.t().mm(fitted).squeeze(1) - row).norm().item<float>();
    }

    private static string Manifest(string inputs, string metrics) =>
        new TinyManifest
        {
            Source = $"{{ use: synth-sae-bench, with: {{ orthogonalization_steps: 0, bias_length: 0 }}{inputs} }}",
            Metrics = $"[{metrics}]",
            Evaluation = "every: 10, data_every: 20, samples: 100",
            Seeds = 1,
        };
}
