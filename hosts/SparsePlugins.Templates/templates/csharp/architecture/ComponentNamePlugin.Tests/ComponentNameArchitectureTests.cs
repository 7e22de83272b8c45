using ComponentNamePlugin;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit;
using static TorchSharp.torch;

// libtorch is shared by the whole process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ComponentNamePlugin.Tests;

/// <summary>The contract of every architecture, inherited, and what is special about this one.</summary>
public sealed class ComponentNameArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new ComponentNameArchitecture(new ComponentNameOptions { K = 3 });

    // Problem is a small case, Start() the parameters before the first update.
    [Fact]
    public void Three_codes_of_a_row_are_kept()
    {
        using var _ = no_grad();
        var codes = Create().Forward(Start(), Problem.Sample[1..], ForwardMode.Evaluate).Codes;
        Assert.Equal(3, (codes != 0).sum(dim: 1).max().item<long>());
    }
}
