namespace SparsePlugins.Planning.Tests;

public sealed class BaselineTests
{
    [Theory]
    [InlineData("baseline=relu", true, "relu")]
    [InlineData("baseline=data-sample", false, "data-sample")]
    [InlineData("initializers=[orthogonal]", true, "relu")]
    public void A_baseline_may_be_an_architecture(string setting, bool isArchitecture, string label)
    {
        var text = Manifests.Good("architectures").Replace("baseline: top-k(k=8)\n", "", StringComparison.Ordinal);
        var axis = isArchitecture ? Axis.Architectures : Axis.Initializers;
        Assert.Equal(new Baseline(Axis.Initializers, "orthogonal"), Manifests.Plan(text).Baseline);
        Assert.Equal(new Baseline(axis, label), Manifests.Plan(text, setting).Baseline);
    }

    [Theory]
    [InlineData("orthogonal", "orthogonal", true)]
    [InlineData("mean-residual", "mean-residual(ratio=0.2)", true)]
    [InlineData("mean-residual(ratio=0.2)", "mean-residual(ratio=0.2)", true)]
    [InlineData("none", "none", false)]
    [InlineData("worst-residuals", "worst-residuals", false)]
    public void A_baseline_is_a_label_or_a_name_that_fits_one_variant(string typed, string label, bool isInitializer)
    {
        var axis = isInitializer ? Axis.Initializers : Axis.Reinitializers;
        Assert.Equal(new Baseline(axis, label), Manifests.Plan(Manifests.Good("quickstart"), $"baseline={typed}").Baseline);
    }

    [Fact]
    public void Where_no_baseline_is_stated_it_is_the_first_entry_of_the_list_that_is_compared()
    {
        Assert.Equal(new Baseline(Axis.Initializers, "orthogonal"), Manifests.Plan(Manifests.Good("smallest")).Baseline);
        Assert.Equal(new Baseline(Axis.Reinitializers, "none"), Manifests.Plan(Manifests.Good("smallest"), Reinitializers).Baseline);
    }

    private const string Reinitializers = "reinitializers=[none, { use: random-points, every: 5, dead_after: 100 }]";
}
