namespace SparsePlugins.Planning.Tests;

public sealed class AxisTests
{
    [Fact]
    public void Axes_outside_the_compared_lists_form_settings_in_the_order_of_the_manifest() =>
        Assert.Equal(
            [
                "source.features=256,autoencoder.l1=0.06,training.steps=100",
                "source.features=256,autoencoder.l1=0.06,training.steps=200,training.batch=256",
                "source.features=256,autoencoder.l1=0.08,training.steps=100",
                "source.features=256,autoencoder.l1=0.08,training.steps=200,training.batch=256",
            ],
            Settings(Manifests.Good("axes")).Where(setting => setting.Contains("=256,")).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Runs_share_a_cohort_when_they_share_seed_source_batch_and_samples()
    {
        var cohorts = Manifests.Plan(Manifests.Good("axes")).Cohorts;
        Assert.Equal(
            [
                .. Seeds("source.features=256,"),
                .. Seeds("source.features=256,training.batch=256,"),
                .. Seeds("source.features=512,"),
                .. Seeds("source.features=512,training.batch=256,"),
            ],
            cohorts.Select(cohort => cohort.Name)
        );
        Assert.Equal(
            ["source.features=256,autoencoder.l1=0.06,training.steps=100", "source.features=256,autoencoder.l1=0.08,training.steps=100"],
            cohorts[0].Runs.Select(run => run.Setting).Distinct()
        );
        Assert.All(cohorts, Agrees);
    }

    [Fact]
    public void Axes_along_one_word_advance_together_and_others_cross_them() =>
        Assert.Equal(
            [
                "source.activation_dim=32,source.features=64,autoencoder.features=64,autoencoder.l1=0.06",
                "source.activation_dim=32,source.features=64,autoencoder.features=64,autoencoder.l1=0.08",
                "source.activation_dim=64,source.features=128,autoencoder.features=128,autoencoder.l1=0.06",
                "source.activation_dim=64,source.features=128,autoencoder.features=128,autoencoder.l1=0.08",
                "source.activation_dim=128,source.features=256,autoencoder.features=256,autoencoder.l1=0.06",
                "source.activation_dim=128,source.features=256,autoencoder.features=256,autoencoder.l1=0.08",
            ],
            Settings(Manifests.Good("axes-together"))
        );

    [Fact]
    public void Axes_in_an_entry_of_a_compared_list_give_variants()
    {
        var runs = Manifests.Plan(Manifests.Good("axes")).Cohorts[0].Runs;
        Assert.Equal(
            [
                "orthogonal",
                "xavier",
                "mean-residual(ratio=0.1)",
                "mean-residual(ratio=0.2)",
                "mean-residual(ratio=0.2,encoder=tied)",
                "mean-residual(ratio=0.3)",
                "mean-residual(ratio=0.3,encoder=tied)",
            ],
            runs.Select(run => run.Initializer).Distinct()
        );
    }

    [Fact]
    public void Reinitializers_that_differ_in_their_cadence_alone_are_told_apart_by_it()
    {
        var runs = Manifests.Plan(Manifests.Good("axes")).Cohorts[0].Runs;
        Assert.Equal(
            ["none", "worst-residuals(every=400)", "worst-residuals(every=800)"],
            runs.Select(run => run.Reinitializer).Distinct()
        );
        Assert.Equal([400L, 800], runs.Select(run => run.Spec.Reinitializer?.Every).OfType<long>().Distinct());
    }

    [Fact]
    public void Cadence_joins_the_options_in_a_label()
    {
        var list = "reinitializers=[{ use: worst-residuals, with: { clusters: 8 }, every: 4, dead_after: { each: [5, 6] } }]";
        Assert.Equal(
            ["worst-residuals(clusters=8,dead_after=5)", "worst-residuals(clusters=8,dead_after=6)"],
            Manifests.Plan(Manifests.Good("smallest"), list).Cohorts[0].Runs.Select(run => run.Reinitializer)
        );
    }

    [Fact]
    public void Two_words_along_which_one_axis_would_advance_are_refused() =>
        Assert.Contains(
            Manifests.Check(Manifests.Good("quickstart"), "training.steps={ each: [1, 2], along: a, along: b }").Problems,
            problem => problem.Message.Contains("a second time", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData(
        "source={ each: [toy-superposition, { use: recorded-activations, with: { files: a.npy } }] }",
        2,
        "source=toy-superposition"
    )]
    [InlineData("source.use={ each: [toy-superposition] }", 1, "source=toy-superposition")]
    [InlineData("source.with={ each: [{}, { decay: 0.5 }] }", 2, "source={}")]
    [InlineData("source.with.groups={ each: [1, [2, 3], []] }", 3, "source.groups=1")]
    [InlineData("source.with.groups=[1, { each: [2, 3] }]", 2, "source.groups[1]=2")]
    [InlineData(
        "autoencoder={ each: [{ use: relu, features: 8 }, { use: relu, features: 9, with: { l1: 0 } }] }",
        2,
        "autoencoder.features=8"
    )]
    [InlineData("autoencoder.with.decoder_bias={ each: [true, false] }", 2, "autoencoder.decoder_bias=true")]
    [InlineData("training.stop_when={ each: [none, l0 <= 3] }", 2, "training.stop_when=none")]
    [InlineData("training.learning_rate={ each: [{ each: [1.0e-3, 3.0e-3] }, 0.1] }", 3, "training.learning_rate=0.001")]
    [InlineData("evaluation.data_every={ each: [1, 2] }", 2, "evaluation.data_every=1")]
    public void Each_may_stand_wherever_a_value_may(string axis, int settings, string first)
    {
        var found = Settings(Manifests.Good("smallest"), "metrics=[l0]", axis);
        Assert.Equal(settings, found.Length);
        Assert.Equal(first, found[0]);
    }

    [Fact]
    public void Texts_that_a_label_would_confuse_are_quoted() =>
        Assert.Equal(
            ["""source.files=["a,b",c],source.layer="" """.Trim(), """source.files="a,b",source.layer="x y=\"z\"" """.Trim()],
            Settings(
                Manifests.Good("digits"),
                """source.with={ each: [{ files: ["a,b", c], layer: "" }, { files: ["a,b"], layer: 'x y="z"' }] }"""
            )
        );

    [Fact]
    public void Variants_do_not_depend_on_the_axes_of_the_setting()
    {
        var plan = Manifests.Plan(Manifests.Good("axes"));
        var sizes = plan.Cohorts.SelectMany(cohort => cohort.Runs).GroupBy(run => (run.Setting, run.Spec.Seed));
        Assert.Equal(8 * 3, sizes.Count());
        Assert.All(sizes, runs => Assert.Equal(7 * 3, runs.Count()));
    }

    [Fact]
    public void A_hundred_thousand_runs_are_planned()
    {
        var axis = string.Join(", ", Enumerable.Range(1, 100));
        var plan = Manifests.Plan(
            Manifests.Good("smallest"),
            "seeds=10",
            $"training.steps={{ each: [{axis}] }}",
            $"autoencoder.with.l1={{ each: [{axis}] }}"
        );
        Assert.Equal(100_000, plan.Cohorts.Sum(cohort => cohort.Runs.Count));
        Assert.Equal(10, plan.Cohorts.Count);
    }

    private static string[] Settings(string manifest, params string[] overrides) =>
        [.. Manifests.Plan(manifest, overrides).Cohorts.SelectMany(cohort => cohort.Runs).Select(run => run.Setting).Distinct()];

    private static IEnumerable<string> Seeds(string data) => Enumerable.Range(1, 3).Select(seed => $"{data}seed={seed}");

    [Fact]
    public void What_is_done_to_the_inputs_makes_cohorts_and_can_be_an_axis()
    {
        var plan = Manifests.Plan(
            Manifests.Good("quickstart"),
            "seeds=3",
            "source.center={ each: [none, mean] }",
            "source.scale=unit-mean-norm"
        );

        Assert.Equal(
            ["source.center=none,seed=1", "source.center=mean,seed=1"],
            plan.Cohorts.Where(cohort => cohort.Seed == 1).Select(cohort => cohort.Name)
        );
        Assert.Equal(
            [
                new InputSpec(InputCenter.NoCenter, InputScale.UnitMeanNorm, 0),
                new InputSpec(InputCenter.MeanCenter, InputScale.UnitMeanNorm, 0),
            ],
            plan.Cohorts.Select(cohort => cohort.Inputs).Distinct()
        );
        Assert.All(plan.Cohorts, Agrees);
    }

    private static void Agrees(Cohort cohort) =>
        Assert.All(
            cohort.Runs,
            run =>
            {
                Assert.Equal(cohort.Seed, run.Spec.Seed);
                Assert.Equal(cohort.Batch, run.Spec.Training.Batch);
                Assert.Equal(cohort.Sample, run.Spec.Training.Sample);
                Assert.Equal(cohort.EvaluationSamples, run.Spec.Evaluation.Samples);
                Assert.Equal(cohort.Source.Label, run.Spec.Source.Label);
                Assert.Equal(cohort.Inputs, run.Spec.Inputs);
            }
        );
}
