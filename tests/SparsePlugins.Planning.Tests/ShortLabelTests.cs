namespace SparsePlugins.Planning.Tests;

/// <summary>Labels that a manifest gives its entries with <c>as</c>.</summary>
public sealed class ShortLabelTests
{
    private const string Two =
        "initializers=[{ use: orthogonal, as: 'Haar, λ = 1' }, { use: mean-residual, with: { ratio: 0.2 }, as: residual }, data-sample]";

    [Fact]
    public void A_label_takes_the_place_of_component_and_options_and_leaves_what_identifies_a_run()
    {
        var labelled = Runs(Two, "baseline=orthogonal");
        var plain = Runs("initializers=[orthogonal, { use: mean-residual, with: { ratio: 0.2 } }, data-sample]", "baseline=orthogonal");

        Assert.Equal(["Haar, λ = 1", "residual", "data-sample"], labelled.Select(run => run.Initializer).Distinct());
        Assert.Equal(plain.Select(Text), labelled.Select(Text));
    }

    [Theory]
    [InlineData("residual", "residual")]
    [InlineData("mean-residual", "residual")]
    [InlineData("mean-residual(ratio=0.2)", "residual")]
    [InlineData("data-sample", "data-sample")]
    public void A_baseline_is_named_by_its_label_or_by_its_component(string typed, string label) =>
        Assert.Equal(label, Manifests.Plan(Manifests.Good("quickstart"), Two, $"baseline={typed}").Baseline.Label);

    [Fact]
    public void Entries_of_one_sweep_share_a_label_and_show_the_values_in_which_they_differ()
    {
        var runs = Runs(
            "initializers=[orthogonal, { use: mean-residual, as: residual, with: { ratio: { each: [0.1, 0.2] } } }]",
            "baseline=orthogonal"
        );

        Assert.Equal(["orthogonal", "residual(ratio=0.1)", "residual(ratio=0.2)"], runs.Select(run => run.Initializer).Distinct());
    }

    [Fact]
    public void Revivals_and_architectures_have_labels_too()
    {
        var revived = Runs("reinitializers=[none, { use: random-points, every: 5, dead_after: 100, as: random }]", "baseline=none");
        var text = Manifests.Good("architectures").Replace("baseline: top-k(k=8)\n", "", StringComparison.Ordinal);
        var plan = Manifests.Plan(
            text,
            "architectures=[{ use: relu, as: ReLU, training: { beta1: 0 } }, { use: top-k, with: { k: 8 }, as: TopK }]"
        );

        Assert.Equal(["none", "random"], revived.Select(run => run.Reinitializer).Distinct());
        Assert.Equal(["ReLU", "TopK"], plan.Cohorts.SelectMany(cohort => cohort.Runs).Select(run => run.Architecture).Distinct());
    }

    [Theory]
    // The second 'as'.
    [InlineData(
        "initializers: [{ use: orthogonal, as: a }, { use: data-sample, as: a }]",
        "68: initializers[1]: 'a' is the label of two entries; give each its own 'as'"
    )]
    // The one 'as' of the two.
    [InlineData(
        "initializers: [{ use: orthogonal, as: data-sample }, data-sample]",
        "39: initializers[1]: 'data-sample' is the label of two entries; give each its own 'as'"
    )]
    // What trains the same is refused whatever it is called.
    [InlineData(
        "initializers: [{ use: orthogonal, as: a }, { use: orthogonal, as: b }]",
        "44: initializers[1]: 'orthogonal' is listed twice; remove it, or change its options"
    )]
    [InlineData(
        "initializers: [{ use: orthogonal, as: none }, data-sample]",
        "39: initializers[0].as: must be a label of 1 to 40 characters on one line, without '@' and '|', and not 'none', got 'none'"
    )]
    [InlineData(
        "initializers: [{ use: orthogonal, as: { each: [a, b] } }, data-sample]",
        "41: initializers[0].as: 'each' can't stand here: this holds for the experiment as a whole"
    )]
    public void A_label_that_cannot_stand_is_refused_where_it_stands(string line, string problem)
    {
        var lines = Manifests.Good("smallest").Split('\n');
        var place = Array.FindIndex(lines, one => one.StartsWith("initializers:", StringComparison.Ordinal));
        lines[place] = line;

        var found = Assert.Single(Manifests.Check(string.Join('\n', lines)).Problems);

        Assert.Equal($"{place + 1}:{problem}", $"{found.Position.Line}:{found.Position.Column}: {found.Path}: {found.Message}");
    }

    private static string Text(PlannedRun run) => Canonical.Render(run.Spec, path => path);

    private static PlannedRun[] Runs(params string[] overrides) =>
        [.. Manifests.Plan(Manifests.Good("quickstart"), overrides).Cohorts.SelectMany(cohort => cohort.Runs)];
}
