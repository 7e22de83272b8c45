using System.Globalization;
using System.Text.Json;
using VerifyXunit;

namespace SparsePlugins.Planning.Tests;

public sealed class CanonicalTests
{
    [Fact]
    public Task The_text_of_a_run_is_one_line_of_json()
    {
        var text = Render(Manifests.Plan(Manifests.Good("quickstart")).Cohorts[0].Runs[^1]);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(text).RootElement.ValueKind);
        return Verifier.Verify(text, "json");
    }

    [Fact]
    public void The_look_of_the_manifest_does_not_matter()
    {
        const string Rewritten = """
            # the same, but differently
            metrics: [ mmcs, "l0", { use: fvu, every: 100 } ]
            baseline: none
            training:
              stop_when: mmcs>=9.9e-1
              batch: 512
              steps: 2.8e+3
            autoencoder: { use: relu, features: 256, with: { l1: 6.0e-2, decoder_bias: false } }
            initializers:
              - { with: { encoder: independent, ratio: 0.20 }, use: mean-residual }
              - orthogonal
            reinitializers: [ { dead_after: 50000, every: 400, use: worst-residuals }, none ]
            source:
              use: toy-superposition
            name: other
            """;
        Assert.Equal(All(Manifests.Good("quickstart")).Order(StringComparer.Ordinal), All(Rewritten).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("seeds=[77]")]
    [InlineData("source.with.decay=0.5")]
    [InlineData("source.with.groups=[1, 2]")]
    [InlineData("source.with.keep_zeros=false")]
    [InlineData("source.center=mean")]
    [InlineData("source.center=geometric-median")]
    [InlineData("source.scale=unit-mean-norm")]
    [InlineData("source.scale=per-feature")]
    [InlineData("source.scale=whiten")]
    [InlineData("source.drop_longer_than=10")]
    [InlineData("autoencoder.features=255")]
    [InlineData("autoencoder.with.l1=0.07")]
    [InlineData("autoencoder.with.decoder_bias=true")]
    [InlineData("autoencoder={ use: top-k, features: 256, with: { l1: 0.06, k: 8 } }")]
    [InlineData("autoencoder={ use: top-k, features: 256, with: { l1: 0.06, k: 8, aux_dead_after: 9 } }")]
    [InlineData("training.steps=2801")]
    [InlineData("training.batch=511")]
    [InlineData("training.learning_rate=0.004")]
    [InlineData("training.beta1=0.8")]
    [InlineData("training.beta2=0.99")]
    [InlineData("training.epsilon=1.0e-9")]
    [InlineData("training.sample=8191")]
    [InlineData("training.stop_when=none")]
    [InlineData("evaluation.every=11")]
    [InlineData("evaluation.data_every=99")]
    [InlineData("evaluation.samples=8191")]
    [InlineData("metrics=[mmcs, l0]")]
    [InlineData("metrics[1]={ use: l0, every: 3 }")]
    [InlineData("reinitializers[1].every=401")]
    [InlineData("reinitializers[1].dead_after=50001")]
    [InlineData("reinitializers[1].with.clusters=3")]
    [InlineData("reinitializers[1].warm_up=1")]
    [InlineData("reinitializers[1].until=400")]
    [InlineData("training.warm_up=1")]
    [InlineData("training.drops=[2000, 2500]")]
    [InlineData("training.average=0.999")]
    [InlineData("initializers[1].with.encoder=tied")]
    public void Everything_that_decides_a_result_counts(string setting) =>
        Assert.NotEqual(All(Manifests.Good("quickstart"))[^1], All(Manifests.Good("quickstart"), setting)[^1]);

    [Theory]
    [InlineData("name=other")]
    [InlineData("device=cpu")]
    [InlineData("baseline=none")]
    [InlineData("evaluation.thresholds=[]")]
    public void What_does_not_decide_a_result_does_not_count(string setting) =>
        Assert.Equal(All(Manifests.Good("quickstart")), All(Manifests.Good("quickstart"), setting));

    [Fact]
    public void Inputs_that_stay_as_they_are_are_not_written() =>
        Assert.Equal(
            All(Manifests.Good("quickstart")),
            All(Manifests.Good("quickstart"), "source.center=none", "source.scale=none", "source.drop_longer_than=0")
        );

    [Fact]
    public void Schedules_that_do_nothing_are_not_written() =>
        Assert.Equal(
            All(Manifests.Good("quickstart")),
            All(Manifests.Good("quickstart"), "training.drops=[]", "training.k_from=0", "training.k_decrease=0", "training.average=0")
        );

    [Theory]
    [InlineData("axes")]
    [InlineData("top-k")]
    public void Every_run_of_a_plan_is_another(string manifest)
    {
        var runs = All(Manifests.Good(manifest));
        Assert.Equal(runs.Length, runs.Distinct().Count());
    }

    [Fact]
    public void Files_count_by_content()
    {
        var run = Manifests.Plan(Manifests.Good("digits")).Cohorts[0].Runs[0];
        var text = Canonical.Render(run.Spec, path => $"content of {path.Length}");
        Assert.Contains("\"files\":[\"content of 10\",\"content of 10\"],\"index\":\"content of 0\",\"layer\":\"5\"", text);
        Assert.DoesNotContain("npy", text);
    }

    [Fact]
    public void Options_that_decide_no_result_are_named_and_left_out_of_what_decides_it()
    {
        var plain = Render(Manifests.Plan(Manifests.Good("digits")).Cohorts[0].Runs[0]);
        var named = plain.Replace("\"layer\":\"5\"}", "\"layer\":\"5\"},\"neutral\":[\"layer\"]", StringComparison.Ordinal);
        Assert.NotEqual(plain, named);

        var read = Canonical.Parse(named);

        Assert.Equal(named, Canonical.Render(read, path => path));
        Assert.Equal(plain.Replace(",\"layer\":\"5\"", "", StringComparison.Ordinal), Canonical.Render(read.Deciding, path => path));
    }

    [Fact]
    public void Culture_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        var here = All(Manifests.Good("axes"));
        try
        {
            CultureInfo.CurrentCulture = CommaCulture();
            Assert.Equal(here, All(Manifests.Good("axes")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo CommaCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        return culture;
    }

    private static string Render(PlannedRun run) => Canonical.Render(run.Spec, path => path);

    private static string[] All(string manifest, params string[] overrides) =>
        [.. Manifests.Plan(manifest, overrides).Cohorts.SelectMany(cohort => cohort.Runs).Select(Render)];
}
