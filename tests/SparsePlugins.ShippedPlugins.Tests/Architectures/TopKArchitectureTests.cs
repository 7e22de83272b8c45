using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class TopKArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new TopKArchitecture(new() { K = 4 });

    [Fact]
    public void It_keeps_the_largest_of_a_row_and_of_equal_ones_the_lower_feature()
    {
        var architecture = new TopKArchitecture(new() { K = 1 });
        var pass = architecture.Forward(ByHand.Parameters(architecture, ByHand.Three), ByHand.Rows, ForwardMode.Evaluate);
        AssertClose(ByHand.Matrix((1, 0, 0), (0, 0, 0.5f)), pass.Codes);
        Assert.Empty(pass.Losses);
    }

    [Fact]
    public void More_codes_than_features_are_refused_by_the_name_of_the_option()
    {
        var refused = Assert.Throws<ArgumentException>(() => new TopKArchitecture(new() { K = 5 }).Parameters(new(8, 4)));
        Assert.StartsWith("k must be at most the 4 features, got 5; write k: 4 or less", refused.Message, StringComparison.Ordinal);
        Assert.Equal("K", refused.ParamName);
    }
}

public sealed class AuxiliaryTopKTests : ArchitectureConformance
{
    protected override IArchitecture Create() =>
        new TopKArchitecture(
            new()
            {
                K = 4,
                DecoderBias = true,
                AuxDeadAfter = 100,
            }
        );
}
