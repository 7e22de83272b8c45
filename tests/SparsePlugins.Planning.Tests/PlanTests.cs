using SparsePlugins.Yaml;

namespace SparsePlugins.Planning.Tests;

public sealed class PlanTests
{
    [Fact]
    public void Keys_that_are_left_out_have_their_defaults()
    {
        var plan = Manifests.Plan(Manifests.Good("smallest"));
        var spec = plan.Cohorts[0].Runs[0].Spec;

        Assert.Equal("smallest", plan.Name);
        Assert.True(plan.Device.IsAuto);
        Assert.Equal([1L, 2, 3, 4, 5], plan.Seeds);
        Assert.Empty(plan.Thresholds);
        Assert.Equal(new Baseline(Axis.Initializers, "orthogonal"), plan.Baseline);
        Assert.Equal((16, "relu"), (spec.Autoencoder.Features, spec.Autoencoder.Architecture.Label));
        Assert.Equal(
            new TrainingSpec(
                10,
                512,
                3e-3,
                0.9,
                0.999,
                1e-8,
                0,
                8192,
                null,
                StepChoice.AutoStep,
                0,
                0,
                DecayShape.NoDecay,
                0.2,
                0,
                0,
                [],
                0.1,
                0,
                0,
                0,
                Precision.Float32
            ),
            spec.Training
        );
        Assert.Equal(8192, spec.Evaluation.Samples);
        Assert.Null(spec.Reinitializer);
        Assert.Equal("none", plan.Cohorts[0].Runs[0].Reinitializer);
    }

    [Fact]
    public void An_architecture_has_its_options_and_the_features_beside_them()
    {
        var autoencoders = Manifests.Plan(Manifests.Good("top-k")).Cohorts[0].Runs.Select(run => run.Spec.Autoencoder).ToArray();
        Assert.Equal(
            [(4096, "top-k(k=16,decoder_bias=true)"), (4096, "top-k(k=32,decoder_bias=true)")],
            autoencoders.Select(autoencoder => (autoencoder.Features, autoencoder.Architecture.Label)).Distinct()
        );
        Assert.Equal(
            ["k", "l1", "decoder_bias", "aux_dead_after", "aux_alpha", "aux_k"],
            autoencoders[0].Architecture.Options.Select(option => option.Key)
        );
    }

    [Fact]
    public void An_architecture_is_a_value_like_any_other_and_may_be_an_axis()
    {
        const string Axis = "autoencoder={ each: [{ use: relu, features: 16 }, { use: top-k, features: 16, with: { k: 4 } }] }";
        var runs = Manifests.Plan(Manifests.Good("quickstart"), Axis).Cohorts[0].Runs;
        Assert.Equal(
            [
                ("autoencoder=relu", "relu"), // Not the features, which are the same in all settings.
                ("autoencoder=top-k,autoencoder.k=4", "top-k(k=4)"),
            ],
            runs.Select(run => (run.Setting, run.Spec.Autoencoder.Architecture.Label)).Distinct()
        );
    }

    [Fact]
    public void Listed_architectures_are_compared_like_initializers_in_one_cohort()
    {
        var plan = Manifests.Plan(Manifests.Good("architectures"));
        var cohort = plan.Cohorts[0];
        var architectures = new[] { "relu", "top-k(k=4)", "top-k(k=8)" };

        Assert.Equal(["seed=1", "seed=2", "seed=3"], plan.Cohorts.Select(one => one.Name));
        Assert.Equal(
            from features in new[] { 128, 256 }
            from architecture in architectures
            from initializer in new[] { "orthogonal", "data-sample" }
            from reinitializer in new[] { "none", "random-points" }
            select (features, $"autoencoder.features={features}", architecture, initializer, reinitializer),
            cohort.Runs.Select(run => (run.Spec.Autoencoder.Features, run.Setting, run.Architecture, run.Initializer, run.Reinitializer))
        );
        Assert.All(cohort.Runs, run => Assert.Equal(run.Architecture, run.Spec.Autoencoder.Architecture.Label));
        Assert.Equal(new Baseline(Axis.Architectures, "top-k(k=8)"), plan.Baseline);
        Assert.Equal("architectures[1].each[0]", Manifests.Plan(Manifests.Good("architectures"), Alternatives).PathOf("relu"));
    }

    [Fact]
    public void A_listed_architecture_is_the_run_of_a_manifest_that_names_it_alone()
    {
        var listed = Manifests.Plan(Manifests.Good("architectures"), "autoencoder.features=128");
        var alone = Manifests.Plan(
            Manifests
                .Good("architectures")
                .Replace(
                    "architectures:\n  - use: relu\n    with: { l1: 0.06 }\n  - use: top-k\n    with: { k: { each: [4, 8] } }\n",
                    "",
                    StringComparison.Ordinal
                ),
            "autoencoder={ use: top-k, features: 128, with: { k: 8 } }",
            "baseline=orthogonal"
        );

        Assert.Equal("", alone.Cohorts[0].Runs[0].Architecture);
        Assert.Equal(alone.Texts(), listed.Texts("top-k(k=8)"));
    }

    [Fact]
    public void An_option_that_asks_for_the_architecture_is_warned_of_where_only_some_of_those_listed_have_it()
    {
        var result = Manifests.Check(
            Manifests.Good("architectures"),
            "architectures[0].with={ decoder_bias: true }",
            "initializers[1]={ use: data-sample, with: { decoder_bias: mean } }",
            "baseline=orthogonal"
        );
        Assert.Equal(
            "initializers[1].with.decoder_bias: is used only if architecture.decoder_bias is true; elsewhere it has no effect",
            Assert.Single(result.Warnings) is { } warning ? $"{warning.Path}: {warning.Message}" : ""
        );
    }

    private const string Alternatives =
        "architectures=[{ use: top-k, with: { k: 8 } }, { each: [{ use: relu }, { use: top-k, with: { k: 4 } }] }]";

    [Fact]
    public void An_axis_compares_with_and_without_an_auxiliary_loss()
    {
        const string Axis = "autoencoder.with={ k: 8, decoder_bias: true, aux_dead_after: { each: [0, 50] } }";
        var runs = Manifests.Plan(Manifests.Good("top-k"), Axis).Cohorts[0].Runs;
        Assert.Equal(["autoencoder.aux_dead_after=0", "autoencoder.aux_dead_after=50"], runs.Select(run => run.Setting).Distinct());
    }

    [Fact]
    public void What_waits_for_more_samples_than_a_run_has_is_warned_of() =>
        Assert.Equal(
            "--set autoencoder.with.aux_dead_after=60000:1:33: autoencoder.with.aux_dead_after: is more than the 51200 samples of a run; it has no effect",
            Assert.Single(Manifests.Check(Manifests.Good("top-k"), "autoencoder.with.aux_dead_after=60000").Warnings).ToString()
        );

    [Theory]
    [InlineData(
        "{ features: 16, activation: top-k, k: 4, l1: 0.1 }",
        "activation",
        "{ use: top-k, features: 16, with: { k: 4, l1: 0.1 } }"
    )]
    [InlineData("{ features: 16, l1: { each: [0.1, 0.2] } }", "l1", "{ use: relu, features: 16, with: { l1: { each: [0.1, 0.2] } } }")]
    [InlineData("{ activation: relu, features: 16 }", "activation", "{ use: relu, features: 16 }")]
    public void A_manifest_of_an_earlier_version_gets_the_line_to_write(string old, string key, string now) =>
        Assert.EndsWith(
            $": autoencoder: '{key}' is an option of an architecture now; write autoencoder: {now}",
            Assert.Single(Manifests.Check(Manifests.Good("quickstart"), $"autoencoder={old}").Problems).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_start_of_a_decoder_bias_that_only_some_settings_have_is_warned_of()
    {
        var result = Manifests.Check(Manifests.Good("top-k"), "autoencoder.with.decoder_bias={ each: [false, true] }");
        Assert.Equal(
            "m.yaml:8:47: initializers[1].with.decoder_bias: is used only if architecture.decoder_bias is true; elsewhere it has no effect",
            Assert.Single(result.Warnings).ToString()
        );
    }

    [Fact]
    public void A_component_has_every_option_in_the_order_of_declaration()
    {
        var source = Manifests.Plan(Manifests.Good("quickstart")).Cohorts[0].Source;
        Assert.Equal(["activation_dim", "features", "active", "decay", "keep_zeros", "groups"], source.Options.Select(o => o.Key));
        Assert.Equal(OptionValue.NewNumberValue(5), source.Options[2].Value);
        Assert.Equal(["activation_dim", "features"], source.OptionPositions.Keys.Order());
        Assert.Equal(new Position("m.yaml", 3, 59), source.OptionPositions["activation_dim"]);
        Assert.Equal(new Position("m.yaml", 3, 9), source.Position);
        Assert.Empty(source.InputPaths);
    }

    [Fact]
    public void Files_are_known_as_files_and_one_value_of_many_is_a_list()
    {
        var source = Manifests.Plan(Manifests.Good("digits"), "source.with.files=one.npy").Cohorts[0].Source;
        Assert.Equal(["files", "index"], source.InputPaths.Order());
        var files = Assert.IsType<OptionValue.ListValue>(source.Options[0].Value);
        Assert.Equal([OptionValue.NewTextValue("one.npy")], files.Item);
        Assert.Equal("recorded-activations(files=one.npy,layer=5)", source.Label);
    }

    [Fact]
    public void Text_that_looks_like_a_number_stays_text() =>
        Assert.Equal(
            OptionValue.NewTextValue("5"),
            Manifests.Plan(Manifests.Good("digits")).Cohorts[0].Source.Options.Single(o => o.Key == "layer").Value
        );

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData("+7", 7)]
    [InlineData("2800.0", 2800)]
    [InlineData("1000000000", 1_000_000_000)]
    public void Whole_numbers_may_be_written_in_any_way_that_yaml_knows(string typed, long steps) =>
        Assert.Equal(steps, Manifests.Plan(Manifests.Good("smallest"), $"training.steps={typed}").Cohorts[0].Runs[0].Spec.Training.Steps);

    [Fact]
    public void A_label_is_the_name_and_the_options_that_differ_from_their_defaults()
    {
        var text = Manifests.Good("quickstart").Replace("ratio: 0.2", "encoder: tied, ratio: 1.0e-3, encoder_scale: 1.0");
        var run = Manifests.Plan(text).Cohorts[0].Runs[^1];
        Assert.Equal("mean-residual(ratio=0.001,encoder=tied)", run.Initializer);
        Assert.Equal(run.Initializer, run.Spec.Initializer.Label);
    }

    [Fact]
    public void The_manifest_of_the_design_gives_its_variants()
    {
        var plan = Manifests.Plan(Manifests.Good("design"));
        Assert.Equal(
            ["orthogonal", "data-sample", "mean-residual(ratio=0.01)", "mean-residual", "mean-residual(ratio=0.2)"],
            plan.Cohorts[0].Runs.Select(run => run.Initializer).Distinct()
        );
        Assert.Equal(["none", "worst-residuals"], plan.Cohorts[0].Runs.Select(run => run.Reinitializer).Distinct());
        Assert.Equal(["seed=1", "seed=2", "seed=3", "seed=4", "seed=5"], plan.Cohorts.Select(cohort => cohort.Name));
        Assert.All(plan.Cohorts, cohort => Assert.Equal(10, cohort.Runs.Count));
    }

    [Theory]
    [InlineData("fvu", 50, "")]
    [InlineData("l0", 100, "")]
    [InlineData("l0", 30, "evaluation.data_every=30")]
    [InlineData("l0", 10, "training.stop_when=l0 <= 5")]
    [InlineData("fvu", 50, "training.stop_when=fvu <= 0.1")]
    public void Metrics_that_read_data_are_measured_less_often_unless_they_end_the_run(string metric, long every, string setting)
    {
        var plan = Manifests.Plan(Manifests.Good("digits"), setting == "" ? [] : [setting]);
        Assert.Equal(every, plan.Cohorts[0].Runs[0].Spec.Metrics.Single(m => m.Component.Name == metric).Every);
    }

    [Fact]
    public void Thresholds_are_those_of_the_report_and_then_that_which_ends_the_run()
    {
        var plan = Manifests.Plan(Manifests.Good("quickstart"), "evaluation.thresholds=[mmcs>=0.95, l0 <= 1e1, mmcs >= 0.950]");
        Assert.Equal(["mmcs >= 0.95", "l0 <= 10", "mmcs >= 0.99"], plan.Thresholds.Select(t => t.ToString()));
    }

    [Theory]
    [InlineData("seeds=2", "seeds: 2 are too few for a confidence interval")]
    [InlineData("seeds=1", "seeds: 1 is too few for a confidence interval")]
    [InlineData("training.sample=100", "training.sample: 100 rows are fewer than the 256 features")]
    [InlineData("training.steps=300", "reinitializers[1].every: is more than the 300 steps")]
    [InlineData("reinitializers[1].dead_after=10000000", "reinitializers[1].dead_after: is more than the 1433600 samples")]
    [InlineData("reinitializers[1].warm_up=500", "reinitializers[1].warm_up: is more than the 400 steps between two looks")]
    [InlineData("reinitializers[1].until=300", "reinitializers[1].until: is less than the 400 steps to the first look")]
    [InlineData("reinitializers[1].until=2400", "reinitializers[1].until: has no effect: the last look is after step 2400 anyway")]
    [InlineData("reinitializers[1].until=3000", "reinitializers[1].until: has no effect: the last look is after step 2400 anyway")]
    [InlineData("training.warm_up=3000", "training.warm_up: is more than the 2800 steps")]
    [InlineData("training.drops=[100, 3000]", "training.drops: is more than the 2800 steps")]
    [InlineData("evaluation.every=3000", "evaluation.every: is more than the 2800 steps")]
    [InlineData("initializers=[orthogonal, xavier]", "")]
    public void What_is_probably_not_meant_is_warned_of(string setting, string warning)
    {
        var result = Manifests.Check(Manifests.Good("quickstart"), setting);
        Assert.NotNull(result.Plan);
        Assert.Equal(warning == "" ? 0 : 1, result.Warnings.Count);
        Assert.All(result.Warnings, given => Assert.Contains(warning, given.ToString()));
    }
}
