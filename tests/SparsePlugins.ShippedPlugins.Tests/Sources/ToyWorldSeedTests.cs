using SparsePlugins.Contracts;
using SparsePlugins.Sources;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class ToyWorldSeedTests
{
    private static readonly ToySuperpositionOptions Own = new()
    {
        ActivationDim = 8,
        Features = 12,
        Active = 2,
    };
    private static readonly ToySuperpositionOptions Fixed = Own with { WorldSeed = 3 };

    [Fact]
    public void Seeds_share_the_features_and_draw_other_samples()
    {
        var truth = ToyData.Truth(Fixed, seed: 1);
        Assert.True(truth.Features.equal(ToyData.Truth(Fixed, seed: 2).Features).all().item<bool>());
        Assert.False(ToyData.Samples(Fixed, 20, seed: 1).equal(ToyData.Samples(Fixed, 20, seed: 2)).all().item<bool>());
        Assert.False(truth.Features.equal(ToyData.Truth(Own, seed: 1).Features).all().item<bool>());
    }

    /// <summary>The run with seed 3 opens its source with the seed derived for the source: its world is that of <c>world_seed: 3</c>, and so are its samples.</summary>
    [Fact]
    public void The_world_is_that_of_the_run_with_this_seed()
    {
        var seed = new RandomSeed(3).Derive("source").Value;
        Assert.True(ToyData.Truth(Own, seed).Features.equal(ToyData.Truth(Fixed, seed: 1).Features).all().item<bool>());
        Assert.True(ToyData.Samples(Own, 20, seed: seed).equal(ToyData.Samples(Fixed, 20, seed: seed)).all().item<bool>());
    }
}
