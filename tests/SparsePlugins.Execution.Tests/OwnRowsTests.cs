using SparsePlugins.Records;

namespace SparsePlugins.Execution.Tests;

/// <summary>A metric may run the dictionary on rows of its own, with the architecture of the run.</summary>
public sealed class OwnRowsTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("{ use: relu, features: 16, with: { l1: 0.06, decoder_bias: true } }")]
    [InlineData("{ use: top-k, features: 16, with: { k: 3 } }")]
    public void It_measures_what_the_built_in_metrics_measure(string autoencoder)
    {
        _bench.Run(
            new TinyManifest
            {
                Initializers = "[orthogonal]",
                Autoencoder = autoencoder,
                Metrics = "[l0, fvu, own-fvu]",
            }
        );

        Assert.Equal(2, _bench.Ended.Count);
        foreach (var record in _bench.Ended)
        {
            Assert.Equal("", record.Message);
            AssertSame(record, "fvu", "own-fvu");
            AssertSame(record, "l0", "own-fvu-l0");
        }
    }

    private static void AssertSame(RunRecord record, string builtIn, string own)
    {
        var (expected, actual) = (Curve(record, builtIn), Curve(record, own));
        Assert.True(expected.Count >= 3, "the first, the last and one between");
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, point => Assert.Equal(point.Value, actual[point.Key], 1e-5));
    }

    private static SortedDictionary<long, double> Curve(RunRecord record, string name)
    {
        var curve = record.Curves.Single(curve => curve.Measurement == name);
        return new(curve.Steps.Zip(curve.Values).ToDictionary(point => point.First, point => point.Second));
    }
}
