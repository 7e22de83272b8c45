using ComponentNamePlugin;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit;

// libtorch is shared by the whole process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ComponentNamePlugin.Tests;

/// <summary>The inherited rules of every reinitializer, and tests of what is special about this one.</summary>
public sealed class ComponentNameReinitializerTests : ReinitializerConformance
{
    protected override IDeadFeatureReinitializer Create() => new ComponentNameReinitializer(new ComponentNameOptions());

    // Problem is a small autoencoder; here 5 of its features died.
    [Fact]
    public void Encoder_rows_have_the_length_asked_for()
    {
        var dead = Problem.Dead(5);
        AssertClose(0.2 * dead.Living.Length, Propose(dead).EncoderWeight.norm(dim: 1));
    }
}
