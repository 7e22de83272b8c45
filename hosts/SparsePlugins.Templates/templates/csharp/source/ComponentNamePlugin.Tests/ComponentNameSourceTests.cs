using ComponentNamePlugin;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit;

// libtorch is shared by the whole process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ComponentNamePlugin.Tests;

/// <summary>The inherited rules of every source, and tests of what is special about this one.</summary>
public sealed class ComponentNameSourceTests : SourceConformance
{
    protected override IActivationSource Create() => new ComponentNameSource(new ComponentNameOptions());

    [Fact]
    public void Each_feature_fires_with_the_probability_of_two_draws()
    {
        using var context = ToyProblem.Context();
        var truth = new ComponentNameSource(new ComponentNameOptions { Features = 2 }).Reveal(context);
        AssertClose(0.75, truth.FiringProbabilities);
    }
}
