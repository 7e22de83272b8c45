namespace SparsePlugins.Planning.Tests;

/// <summary>Options that another one switches off.</summary>
public sealed class UnusedOptionTests
{
    private const string Smallest = "smallest";

    [Fact]
    public void Where_an_axis_uses_an_option_with_some_values_it_has_its_default_with_the_others()
    {
        var plan = Plan("initializers=[{ use: orthogonal, with: { encoder: { each: [independent, tied] }, encoder_scale: 2 } }]");
        Assert.Equal(["orthogonal", "orthogonal(encoder=tied,encoder_scale=2)"], Initializers(plan));
        Assert.Equal([1.0, 2.0], plan.Cohorts[0].Runs.Select(run => Number(run.Spec.Initializer, "encoder_scale")));
    }

    [Fact]
    public void So_the_run_is_the_one_of_a_manifest_without_the_option()
    {
        var axis = Plan("initializers=[{ use: orthogonal, with: { encoder: { each: [independent, tied] }, encoder_scale: 2 } }]");
        Assert.Equal(Text(Plan("initializers=[orthogonal]"), 0), Text(axis, 0));
    }

    [Fact]
    public void Options_of_an_auxiliary_loss_have_their_defaults_where_an_axis_is_without_it()
    {
        var plan = Plan("autoencoder={ use: top-k, features: 16, with: { k: 4, aux_dead_after: { each: [0, 50] }, aux_k: 3 } }");
        Assert.Equal(
            ["top-k(k=4)", "top-k(k=4,aux_dead_after=50,aux_k=3)"],
            plan.Cohorts[0].Runs.Select(run => run.Spec.Autoencoder.Architecture.Label).Distinct()
        );
    }

    [Fact]
    public void What_the_settings_use_in_part_is_a_warning()
    {
        var result = Manifests.Check(
            Manifests.Good(Smallest),
            "autoencoder={ use: relu, features: 16, with: { decoder_bias: { each: [true, false] } } }",
            "initializers=[orthogonal, { use: xavier, with: { decoder_bias: mean } }]"
        );
        Assert.Empty(result.Problems);
        Assert.Contains(
            result.Warnings,
            warning =>
                warning.ToString().EndsWith("decoder_bias: is used only if architecture.decoder_bias is true; elsewhere it has no effect")
        );
    }

    [Fact]
    public void A_threshold_of_reports_that_getting_worse_reaches_is_a_warning()
    {
        var result = Manifests.Check(Manifests.Good("quickstart"), "evaluation.thresholds=[fvu >= 0.5]");
        Assert.Empty(result.Problems);
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("did you mean 'fvu <= 0.5'?"));
    }

    [Fact]
    public void A_baseline_that_stands_in_both_lists_means_the_one_with_something_to_compare()
    {
        var plan = Manifests.Plan(Manifests.Good("quickstart"), "baseline=none", "initializers=[orthogonal]");
        Assert.Equal(Axis.Reinitializers, plan.Baseline.Axis);
    }

    [Fact]
    public void One_variant_alone_may_be_its_own_baseline() =>
        Manifests.Plan(Manifests.Good(Smallest), "initializers=[orthogonal]", "baseline=orthogonal");

    private static Plan Plan(params string[] overrides) => Manifests.Plan(Manifests.Good(Smallest), overrides);

    private static IEnumerable<string> Initializers(Plan plan) => plan.Cohorts[0].Runs.Select(run => run.Initializer);

    private static string Text(Plan plan, int run) => Canonical.Render(plan.Cohorts[0].Runs[run].Spec, path => path);

    private static double Number(ComponentSpec spec, string option) =>
        ((OptionValue.NumberValue)spec.Options.Single(one => one.Key == option).Value).Item;
}
