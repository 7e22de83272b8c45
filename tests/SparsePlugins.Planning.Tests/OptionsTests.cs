namespace SparsePlugins.Planning.Tests;

/// <summary>The options of one component, without a manifest.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void What_is_not_stated_has_its_default()
    {
        var spec = Read("mean-residual").Spec!;

        Assert.Equal(("mean-residual", "mean-residual"), (spec.Name, spec.Label));
        Assert.Equal(["ratio", "encoder", "encoder_scale", "decoder_bias"], spec.Options.Select(option => option.Key));
        Assert.Equal(OptionValue.NewNumberValue(0.05), spec.Options[0].Value);
        Assert.Empty(spec.OptionPositions);
    }

    [Fact]
    public void The_component_is_that_of_a_manifest_with_the_same_options()
    {
        var read = Read("mean-residual", "ratio=0.2", "encoder=tied").Spec!;
        var planned = Manifests
            .Plan(Manifests.Good("smallest"), "initializers=[{ use: mean-residual, with: { ratio: 0.2, encoder: tied } }]")
            .Cohorts[0]
            .Runs[0]
            .Spec.Initializer;

        Assert.Equal(planned.Label, read.Label);
        Assert.Equal(planned.Options, read.Options);
    }

    [Fact]
    public void What_an_architecture_would_decide_is_not_asked() =>
        Assert.Equal("orthogonal(decoder_bias=mean)", Read("orthogonal", "decoder_bias=mean").Spec!.Label);

    [Theory]
    [InlineData("mean-residual", "ratio=2", "with.ratio: must be between 0.001 and 1, got 2")]
    [InlineData("mean-residual", "ratoi=0.2", "with: no option of mean-residual named 'ratoi'; did you mean 'ratio'?")]
    [InlineData("mean-residual", "ratio={ each: [0.1, 0.2] }", "'each' can't stand here: one component is made")]
    [InlineData(
        "mean-residual",
        "encoder_scale=2",
        "with.encoder_scale: is used only if encoder is tied, but it is independent; remove it"
    )]
    [InlineData("mean-residual", "ratio", "an override is path=value")]
    [InlineData("mean-residual", "ratio=[", "")]
    [InlineData("top-k", "l1=0.1", "with.k: is required (What k is for)")]
    public void What_is_wrong_is_a_problem(string component, string stated, string problem)
    {
        var result = Read(component, stated);

        Assert.Null(result.Spec);
        Assert.Contains(problem, Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }

    private static OptionsResult Read(string component, params string[] stated) =>
        Options.Read(Components.Catalog.Components.Single(schema => schema.Name == component), stated);
}
