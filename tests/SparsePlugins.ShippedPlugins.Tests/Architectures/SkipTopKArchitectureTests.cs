using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class SkipTopKArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new SkipTopKArchitecture(new() { K = 4 });

    /// <summary>The linear path of ((0, 1), (2, 0)) makes (2, 2) of (1, 2), and (-1, 0) of (0, -1).</summary>
    [Theory]
    [InlineData(ForwardMode.Train)]
    [InlineData(ForwardMode.Evaluate)]
    public void A_linear_path_adds_to_what_the_largest_codes_decode_to(ForwardMode mode)
    {
        var architecture = new SkipTopKArchitecture(new() { K = 1 });
        var parameters = ByHand.Parameters(architecture, ByHand.Three, ("skip_weight", ByHand.Pairs((0, 1), (2, 0))));
        var pass = architecture.Forward(parameters, ByHand.Rows, mode);
        AssertClose(ByHand.Matrix((1, 0, 0), (0, 0, 0.5f)), pass.Codes);
        AssertClose(ByHand.Pairs((3, 2), (-1.5f, 0)), pass.Reconstruction);
    }

    [Fact]
    public void More_codes_than_features_are_refused_by_the_name_of_the_option()
    {
        var refused = Assert.Throws<ArgumentException>(() => new SkipTopKArchitecture(new() { K = 4 }).Parameters(ByHand.Shape));
        Assert.StartsWith("k must be at most the 3 features, got 4", refused.Message, StringComparison.Ordinal);
    }
}
