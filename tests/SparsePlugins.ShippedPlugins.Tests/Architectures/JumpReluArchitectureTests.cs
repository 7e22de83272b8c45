using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class JumpReluArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new JumpReluArchitecture(new() { DecoderBias = true });

    [Theory]
    [InlineData(ForwardMode.Train)]
    [InlineData(ForwardMode.Evaluate)]
    public void A_code_is_its_pre_activation_where_that_is_above_the_threshold(ForwardMode mode)
    {
        // Of (1, 1, -0.5) and (0, -2, 0.5): 0.5 equals its threshold, so it is not above it.
        var pass = Pass(new(), mode, 0.9f, 1.1f, 0.5f);
        AssertClose(ByHand.Matrix((1, 0, 0), (0, 0, 0)), pass.Codes);
        AssertClose(ByHand.Pairs((1, 0), (0, 0)), pass.Reconstruction);
        Assert.Equal(mode == ForwardMode.Train ? 1 : 0, pass.Losses.Count);
        Assert.Empty(pass.Updates);
    }

    [Fact]
    public void Step_is_the_number_of_active_features() => Assert.Equal(0.5 * 2, Penalty(new() { Sparsity = 0.5 }), 1e-6); // (1, 1, 0) and (0, 0, 0).

    [Fact]
    public void Tanh_counts_codes_softly_and_by_the_length_of_their_rows() =>
        Assert.Equal(
            0.5 * (Math.Tanh(3 * 1) + Math.Tanh(3 * 2)),
            Penalty(
                new()
                {
                    Sparsity = 0.5,
                    Penalty = JumpReluPenalty.Tanh,
                    TanhScale = 3,
                }
            ),
            1e-6
        );

    [Fact]
    public void Quadratic_is_how_far_the_mean_number_is_from_the_target() =>
        Assert.Equal(
            0.5 * 2 * Math.Pow((2.0 / 2 / 4) - 1, 2), // Summed over two rows, of which each has one active feature in the mean; the target is 4.
            Penalty(
                new()
                {
                    Sparsity = 0.5,
                    Penalty = JumpReluPenalty.Quadratic,
                    TargetL0 = 4,
                }
            ),
            1e-6
        );

    [Fact]
    public void Thresholds_begin_at_the_option_belong_to_their_features_and_stay_at_0_or_more()
    {
        var threshold = new JumpReluArchitecture(new() { Threshold = 0.25 })
            .Parameters(ByHand.Shape)
            .Single(one => one.Name == "threshold");
        Assert.Equal(0.25, threshold.Initial);
        Assert.Equal(0, threshold.Least);
        Assert.Equal(ParameterRole.FeatureRows, threshold.Role);
    }

    private static double Penalty(JumpReluOptions options)
    {
        var pass = Pass(options, ForwardMode.Train, 0.9f, 0.5f, 0.6f);
        Assert.True(Assert.Single(pass.Losses).IsSparsityPenalty);
        return ByHand.Term(pass, "sparsity").item<float>();
    }

    /// <summary>Decoder rows of length 1, 2 and 1.</summary>
    private static ForwardPass Pass(JumpReluOptions options, ForwardMode mode, params float[] thresholds)
    {
        var architecture = new JumpReluArchitecture(options);
        var weights = ByHand.Three with { DecoderWeight = ByHand.Pairs((1, 0), (0, 2), (-1, 0)) };
        return architecture.Forward(ByHand.Parameters(architecture, weights, ("threshold", tensor(thresholds))), ByHand.Rows, mode);
    }
}

public sealed class JumpReluTanhTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new JumpReluArchitecture(new() { Penalty = JumpReluPenalty.Tanh });
}

public sealed class JumpReluQuadraticTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new JumpReluArchitecture(new() { Penalty = JumpReluPenalty.Quadratic, TargetL0 = 3 });
}

public sealed class JumpReluGradientToInputTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new JumpReluArchitecture(new() { GradientToInput = true });
}

/// <summary>The settings of arXiv 2407.14435.</summary>
public sealed class JumpReluNarrowWindowTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new JumpReluArchitecture(new() { Bandwidth = 0.001, Threshold = 0.001 });
}
