using VerifyXunit;

namespace SparsePlugins.Records.Tests;

public sealed class ExperimentJsonTests
{
    private static readonly Experiment Small = new(
        "digits",
        "name: digits # \"ünï\"\nseeds: 2\n",
        "none",
        false,
        [new ReportThreshold("fvu", false, 0.1)],
        [new ExperimentRun("0f", "seed=1", "autoencoder.l1=0.06", 1, "orthogonal", "none")]
    );

    [Fact]
    public Task An_experiment_is_text() => Verifier.Verify(ExperimentJson.Write(Small), "json");

    [Fact]
    public void What_was_written_reads_back_equal()
    {
        var read = ExperimentJson.Read(ExperimentJson.Write(Small));

        Assert.Equal(
            (Small.Name, Small.Manifest, Small.Baseline, Small.BaselineIsInitializer),
            (read.Name, read.Manifest, read.Baseline, read.BaselineIsInitializer)
        );
        Assert.Equal(Small.Thresholds, read.Thresholds);
        Assert.Equal(Small.Runs, read.Runs);
    }

    [Fact]
    public void Every_torn_experiment_is_refused()
    {
        var text = ExperimentJson.Write(Small).TrimEnd();

        for (var length = 0; length < text.Length; length++)
            Assert.Throws<RecordFormatException>(() => ExperimentJson.Read(text[..length]));
    }

    [Fact]
    public void A_wrong_key_is_named()
    {
        var text = Unsealed.Of(ExperimentJson.Write(Small)).Replace("\"at_least\": false", "\"at_least\": 0", StringComparison.Ordinal);

        var error = Assert.Throws<RecordFormatException>(() => ExperimentJson.Read(text));

        Assert.Equal("thresholds[0].at_least: must be true or false, got 0", error.Message);
    }
}
