using VerifyXunit;

namespace SparsePlugins.Records.Tests;

public sealed class TuningJsonTests
{
    private static readonly ExperimentRun Run = new("0f", "seed=1", "", 1, "", "orthogonal", "none", replaced: null);

    [Fact]
    public Task An_experiment_says_how_its_settings_were_chosen() => Verifier.Verify(ExperimentJson.Write(Tuned(threshold: null)), "json");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_choice_reads_back_equal(bool byThreshold)
    {
        var tuned = Tuned(byThreshold ? new ReportThreshold("mmcs", true, 0.95) : null);

        Assert.Equal(ExperimentJson.Write(tuned), ExperimentJson.Write(ExperimentJson.Read(ExperimentJson.Write(tuned))));
    }

    [Fact]
    public void The_settings_of_a_variant_are_a_sentence_part() =>
        Assert.Equal(
            ("orthogonal", "training.learning_rate=1.0e-3, autoencoder.with.l1=0.06"),
            (Tuned(null).Tuning!.Variants[0].Name, Tuned(null).Tuning!.Variants[0].Settings(Tuned(null).Tuning!.Keys))
        );

    private static ExperimentRecord Tuned(ReportThreshold? threshold)
    {
        var scores = new[] { new TrialScore(0.25, 2, 2), new TrialScore(double.NaN, 0, 0) };
        var variant = new TunedVariant("", "", "orthogonal", "none", 0, ["1.0e-3", "0.06"], scores);
        var keys = new[] { new TriedKey("training.learning_rate", ["1.0e-3", "3.0"]), new TriedKey("autoencoder.with.l1", ["0.06"]) };
        var tuning = new TuningRecord("fvu", higherIsBetter: false, threshold, [101, 102], keys, 4, [variant]);
        return new("tuned", "", "orthogonal", ComparedList.Initializers, [], [Run], tuning, settings: []);
    }
}
