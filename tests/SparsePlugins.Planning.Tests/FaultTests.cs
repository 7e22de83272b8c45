namespace SparsePlugins.Planning.Tests;

/// <summary>A program reads from a problem which rule it is, and not from its sentence.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("initializers=[orthogonall]", "orthogonall")]
    [InlineData("autoencoder={ use: gated, features: 16 }", "gated")]
    [InlineData("source={ use: recorded }", "recorded")]
    [InlineData("metrics=[mmcs, { use: silhouette, every: 3 }]", "silhouette")]
    public void A_component_that_no_plugin_has_is_named(string setting, string name)
    {
        var fault = Assert.IsType<Fault.UnknownComponent>(Fault(setting));

        Assert.Equal(name, fault.name);
        Assert.Equal(
            Components.Catalog.Components.Where(one => one.Kind == fault.kind).Select(one => one.Name).Order(),
            fault.known.Order()
        );
    }

    [Fact]
    public void The_other_rules_have_cases_of_their_own()
    {
        Assert.IsType<Fault.UnknownName>(Fault("training.stepz=4"));
        Assert.IsType<Fault.UnknownName>(Fault("baseline=nobody"));
        Assert.IsType<Fault.MisplacedKey>(Fault("steps=4"));
        Assert.IsType<Fault.MisplacedOption>(Fault("initializers[0]={ use: mean-residual, ratio: 0.1 }"));
        Assert.IsType<Fault.Missing>(Fault("autoencoder={ use: top-k, features: 16 }"));
        Assert.IsType<Fault.NoValue>(Fault("training.steps=~"));
        Assert.IsType<Fault.WrongValue>(Fault("training.steps=few"));
        Assert.IsType<Fault.WithoutEffect>(Fault("initializers[0]={ use: orthogonal, with: { encoder_scale: 2 } }"));
        Assert.IsType<Fault.Repeated>(Fault("seeds=[1, 1]"));
        Assert.IsType<Fault.Rule>(Fault("seeds=[]"));
    }

    private static Fault Fault(string setting) => Assert.Single(Manifests.Check(Manifests.Good("smallest"), setting).Problems).Fault;
}
