using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class AbsTopKArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new AbsTopKArchitecture(new() { K = 4 });

    [Theory]
    [InlineData(ForwardMode.Train)]
    [InlineData(ForwardMode.Evaluate)]
    public void It_keeps_the_largest_magnitudes_with_their_signs(ForwardMode mode)
    {
        // Of (1, 1, -0.5) and (0, -2, 0.5); of equal magnitudes the lower feature.
        var pass = Pass(k: 1, mode);
        AssertClose(ByHand.Matrix((1, 0, 0), (0, -2, 0)), pass.Codes);
        AssertClose(ByHand.Pairs((1, 0), (0, -2)), pass.Reconstruction);
        Assert.Empty(pass.Losses);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, -2, 0.5f)), Pass(k: 2, mode).Codes);
        AssertClose(ByHand.Matrix((1, 1, -0.5f), (0, -2, 0.5f)), Pass(k: 3, mode).Codes);
    }

    [Fact]
    public void Of_opposite_codes_of_one_magnitude_the_lower_feature_is_kept()
    {
        var weights = ByHand.Three with { EncoderBias = zeros(3) }; // Pre-activations (1, 2, -1) and (0, -1, 0).
        var architecture = new AbsTopKArchitecture(new() { K = 2 });
        var pass = architecture.Forward(ByHand.Parameters(architecture, weights), ByHand.Rows, ForwardMode.Evaluate);
        AssertClose(ByHand.Matrix((1, 2, 0), (0, -1, 0)), pass.Codes);
    }

    [Fact]
    public void More_codes_than_features_are_refused_by_the_name_of_the_option()
    {
        var refused = Assert.Throws<ArgumentException>(() => new AbsTopKArchitecture(new() { K = 4 }).Parameters(ByHand.Shape));
        Assert.StartsWith("k must be at most the 3 features, got 4; write k: 3 or less", refused.Message, StringComparison.Ordinal);
    }

    private static ForwardPass Pass(int k, ForwardMode mode)
    {
        var architecture = new AbsTopKArchitecture(new() { K = k });
        return architecture.Forward(ByHand.Parameters(architecture, ByHand.Three), ByHand.Rows, mode);
    }
}

public sealed class AuxiliaryAbsTopKTests : ArchitectureConformance
{
    protected override IArchitecture Create() =>
        new AbsTopKArchitecture(
            new()
            {
                K = 1,
                DecoderBias = true,
                AuxDeadAfter = 100,
            }
        );

    [Fact]
    public void Dead_features_explain_with_both_signs_what_the_others_leave()
    {
        // Kept are (1, 0, 0) and (0, -2, 0): errors (0, 2) and (0, 1). The dead feature 2 takes -0.5 and 0.5, its row is (-1, 0): (0.5, 0) and (-0.5, 0).
        var architecture = new AbsTopKArchitecture(
            new()
            {
                K = 1,
                AuxDeadAfter = 10,
                AuxAlpha = 0.5,
                AuxK = 1,
            }
        );
        var since = ("auxiliary_samples_since_fired", tensor(new[] { 3L, 0, 10 }));
        var pass = architecture.Forward(ByHand.Parameters(architecture, ByHand.Three, since), ByHand.Rows, ForwardMode.Train);
        Assert.Equal(0.5 * ((0.25 + 4) + (0.25 + 1)), ByHand.Term(pass, "aux-k").item<float>(), 1e-6);
        Assert.Equal([0, 0, 12], ByHand.Update(pass, since.Item1).data<long>().ToArray());
    }
}
