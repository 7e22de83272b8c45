using ComponentNamePlugin;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit;
using static TorchSharp.torch;

// libtorch is shared by the whole process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ComponentNamePlugin.Tests;

/// <summary>The inherited rules of every initializer, and tests of what is special about this one.</summary>
public sealed class ComponentNameInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new ComponentNameInitializer(new ComponentNameOptions());

    // Weights is what it makes of Problem, a small case whose true features are known.
    [Fact]
    public void Directions_lean_towards_the_sample()
    {
        var likeness = Problem.Sample[1..].mm(Weights.DecoderWeight.T) / Problem.Sample[1..].norm(dim: 1, keepdim: true).clamp_min(1e-12); // [N - 1, F]
        var (nearest, _) = likeness.max(0); // [F]: the cosine with the nearest point
        Assert.True(nearest.mean().item<float>() > 0.6f, "each direction is half a point of the sample, so one lies within 53 degrees");
    }
}
