using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class GroupMaxArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new GroupMaxArchitecture(new() { K = 4, DecoderBias = true });

    /// <summary>Of (1, 1, -0.5) and (0, -2, 0.5); of equal codes that of the lower feature.</summary>
    [Theory]
    [InlineData(ForwardMode.Train)]
    [InlineData(ForwardMode.Evaluate)]
    public void It_keeps_the_largest_code_of_each_group(ForwardMode mode)
    {
        AssertClose(ByHand.Matrix((1, 0, 0), (0, 0, 0.5f)), Pass(k: 1, mode).Codes);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0.5f)), Pass(k: 3, mode).Codes);
        AssertClose(ByHand.Pairs((1, 1), (-0.5f, 0)), Pass(k: 3, mode).Reconstruction);
    }

    [Fact]
    public void Groups_of_different_sizes_are_refused_by_the_name_of_the_option()
    {
        var refused = Assert.Throws<ArgumentException>(() => new GroupMaxArchitecture(new() { K = 2 }).Parameters(ByHand.Shape));
        Assert.StartsWith("k must divide the 3 features into groups of one size, got 2", refused.Message, StringComparison.Ordinal);
    }

    private static ForwardPass Pass(int k, ForwardMode mode)
    {
        var architecture = new GroupMaxArchitecture(new() { K = k });
        return architecture.Forward(ByHand.Parameters(architecture, ByHand.Three), ByHand.Rows, mode);
    }
}
