namespace SparsePlugins.Planning.Tests;

public sealed class OverrideTests
{
    private static readonly string Quickstart = Manifests.Good("quickstart");

    [Fact]
    public void A_value_of_the_manifest_is_replaced() =>
        Assert.Equal(100, Manifests.Plan(Quickstart, "training.steps=100").Cohorts[0].Runs[0].Spec.Training.Steps);

    [Fact]
    public void A_key_that_the_manifest_leaves_out_is_added() => Assert.True(Manifests.Plan(Quickstart, "device=cuda").Device.IsCuda);

    [Fact]
    public void An_entry_of_a_list_is_named_by_its_place() =>
        Assert.Equal(
            ["orthogonal", "mean-residual(ratio=0.5)"],
            Manifests.Plan(Quickstart, "initializers[1].with.ratio=0.5").Cohorts[0].Runs.Select(run => run.Initializer).Distinct()
        );

    [Fact]
    public void A_name_alone_may_be_given_options() =>
        Assert.Equal(
            "toy-superposition(decay=0.5)",
            Manifests.Plan(Manifests.Good("smallest"), "source.with.decay=0.5").Cohorts[0].Source.Label
        );

    [Fact]
    public void Lists_and_axes_are_written_in_brackets()
    {
        var plan = Manifests.Plan(Quickstart, "seeds=[7, 9]", "autoencoder.with.l1={ each: [0.1, 0.2] }");
        Assert.Equal([7L, 9], plan.Seeds);
        Assert.Equal(["autoencoder.l1=0.1", "autoencoder.l1=0.2"], plan.Cohorts[0].Runs.Select(run => run.Setting).Distinct());
    }

    [Fact]
    public void The_later_of_two_counts() => Assert.Equal([1L, 2, 3], Manifests.Plan(Quickstart, "seeds=9", "seeds=3").Seeds);

    [Fact]
    public void An_override_mends_what_is_wrong_in_the_manifest() =>
        Assert.Equal([1L, 2, 3], Manifests.Plan(Quickstart.Replace("seeds: 5", "seeds: *many"), "seeds=3").Seeds);

    [Theory]
    [InlineData("training.steps=x", "16: training.steps: must be a whole number between 1 and 1000000000, got 'x'")]
    [InlineData("training.stepz=5", "10: training: no key named 'stepz'; did you mean 'steps'?")]
    [InlineData("trainig.steps=5", "1: no key named 'trainig'; did you mean 'training'?")]
    [InlineData(
        "initializers[1].ratio=0.3",
        "17: initializers[1]: 'ratio' is an option of the component: put it under with: { ratio: ... }"
    )]
    [InlineData("steps=5", "1: no key named 'steps' here; did you mean 'training.steps'?")]
    [InlineData("initializers[1].with.ratio=[0.1, {each: [0.2]}]", "28: initializers[1].with.ratio: must be a number")]
    [InlineData(
        "initializers[1].with.ratio={each: [0.1, 9]}",
        "41: initializers[1].with.ratio.each[1]: must be between 0.001 and 1, got 9"
    )]
    [InlineData("initializers[2].with.ratio=1", "14: there is no entry [2]: the list has 2, counted from 0")]
    [InlineData("training[0]=1", "10: there is no list here: the manifest has a mapping")]
    [InlineData("seeds.count=1", "7: there is no 'count' here to set: the manifest has '5'")]
    [InlineData("training.steps", "1: an override is path=value, such as training.steps=100")]
    [InlineData("training..steps=1", "1: a path is keys and list places, such as initializers[1].with.ratio")]
    [InlineData("training.steps=", "16: an override needs a value after '='")]
    [InlineData("training.steps=# none", "16: ")]
    [InlineData("metrics=- l0", "9: write a list as [a, b] in --set")]
    [InlineData("training=steps: 5", "10: write a mapping as { key: value } in --set")]
    [InlineData("training={ steps: 5", "10: the '{' that opens here is never closed")]
    [InlineData("seeds=&a 5", "7: anchors ('&') aren't allowed")]
    [InlineData("seeds=\u0007", "7: the character U+0007 isn't allowed")]
    public void A_problem_is_placed_in_the_override(string setting, string problem) =>
        Assert.StartsWith($"--set {setting.Replace('\a', '\uFFFD')}:1:{problem}", Manifests.Problem(Quickstart, setting));

    [Fact]
    public void Problems_of_overrides_follow_those_of_the_manifest()
    {
        var result = Manifests.Check(Quickstart.Replace("seeds: 5", "seeds: 0"), "evaluation.samples=1", "autoencoder.with.l1=-1");
        Assert.Equal(
            ["m.yaml", "--set evaluation.samples=1", "--set autoencoder.with.l1=-1"],
            result.Problems.Select(problem => problem.Position.File)
        );
    }

    [Fact]
    public void Fifty_thousand_brackets_are_refused() =>
        Assert.Contains("nested more than 32 deep", Manifests.Problem(Quickstart, "seeds=" + new string('[', 50_000)));
}
