using VerifyXunit;

namespace SparsePlugins.Records.Tests;

public sealed class ExperimentJsonTests
{
    private static readonly ExperimentRecord Small = new(
        "digits",
        "name: digits # \"ünï\"\nseeds: 2\n",
        "none",
        ComparedList.Reinitializers,
        [new ReportThreshold("fvu", false, 0.1)],
        [new ExperimentRun("0f", "seed=1", "autoencoder.l1=0.06", 1, "", "orthogonal", "none", replaced: null)],
        tuning: null,
        settings: []
    );

    [Fact]
    public Task An_experiment_is_text() => Verifier.Verify(ExperimentJson.Write(Small), "json");

    [Fact]
    public void What_was_written_reads_back_equal()
    {
        var read = ExperimentJson.Read(ExperimentJson.Write(Small));

        Assert.Equal(
            (Small.Name, Small.Manifest, Small.Baseline, Small.BaselineList),
            (read.Name, read.Manifest, read.Baseline, read.BaselineList)
        );
        Assert.Equal(Small.Thresholds, read.Thresholds);
        Assert.Equal(Small.Runs, read.Runs);
    }

    [Fact]
    public void An_experiment_that_lists_architectures_reads_back_equal()
    {
        var run = new ExperimentRun("0f", "seed=1", "", 1, "top-k(k=8)", "orthogonal", "none", replaced: null);
        var listed = new ExperimentRecord("digits", "", "top-k(k=8)", ComparedList.Architectures, [], [run], tuning: null, settings: []);

        var read = ExperimentJson.Read(ExperimentJson.Write(listed));

        Assert.Equal((listed.BaselineList, listed.Baseline), (read.BaselineList, read.Baseline));
        Assert.Equal(run, Assert.Single(read.Runs));
        Assert.True(read.ComparesArchitectures);
    }

    [Fact]
    public void Settings_read_back_equal()
    {
        var setting = new ExperimentSetting("autoencoder.l1=0.06", [new SettingValue("autoencoder.l1", "0.06")]);

        var read = Assert.Single(ExperimentJson.Read(ExperimentJson.Write(Small.WithSettings([setting]))).Settings);

        Assert.Equal((setting.Name, setting.Values[0]), (read.Name, Assert.Single(read.Values)));
    }

    [Fact]
    public void An_experiment_without_axes_writes_no_settings() => Assert.DoesNotContain("settings", ExperimentJson.Write(Small));

    [Theory]
    [InlineData("true", "initializers")]
    [InlineData("false", "reinitializers")]
    public void A_file_of_a_version_without_architectures_is_read(string isInitializer, string list)
    {
        var text = Unsealed.Of(ExperimentJson.Write(Small));
        var old = text.Replace(
            "\"baseline_list\": \"reinitializers\"",
            $"\"baseline_is_initializer\": {isInitializer}",
            StringComparison.Ordinal
        );

        Assert.NotEqual(text, old);
        Assert.Equal(list, ExperimentJson.Read(old).BaselineList.ToString().ToLowerInvariant());
    }

    [Fact]
    public void A_baseline_in_a_list_that_does_not_exist_is_refused()
    {
        var text = Unsealed.Of(ExperimentJson.Write(Small)).Replace("\"reinitializers\"", "\"metrics\"", StringComparison.Ordinal);

        Assert.Equal(
            "baseline_list: must be architectures, initializers or reinitializers, got 'metrics'",
            Assert.Throws<RecordFormatException>(() => ExperimentJson.Read(text)).Message
        );
    }

    [Fact]
    public void A_run_of_a_replaced_build_reads_back_equal()
    {
        foreach (var list in ComparedList.All)
        {
            var old = Small.Runs[0].OfReplaced("0e", new ReplacedBuild(list, "3f2a1c9d8e7f"));
            var experiment = new ExperimentRecord(
                "digits",
                "",
                "none",
                ComparedList.Initializers,
                [],
                [Small.Runs[0], old],
                tuning: null,
                settings: []
            );

            Assert.Equal(experiment.Runs, ExperimentJson.Read(ExperimentJson.Write(experiment)).Runs);
        }
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
