using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

/// <remarks>
/// With b_dec = (0.5, 0), p = (x - b_dec) W^T is (0.5, 2, -0.5) and (-0.5, -1, 0.5), so the gates p + b are (0.5, 1, 0) and (-0.5, -2, 1). The scales are
/// 2, 1 and 4, the biases of the magnitudes (0.25, -3, -1), so the magnitudes are (1.25, -1, -3) and (-0.75, -4, 1).
/// </remarks>
public sealed class GatedArchitectureTests : ArchitectureConformance
{
    private const string Scale = "magnitude_scale";
    private const string Bias = "magnitude_bias";
    private const string GateReconstruction = "gate-reconstruction";

    protected override IArchitecture Create() => new GatedArchitecture(new() { DecoderBias = true });

    [Theory]
    [InlineData(ForwardMode.Train)]
    [InlineData(ForwardMode.Evaluate)]
    public void A_code_is_the_positive_magnitude_where_the_gate_is_positive(ForwardMode mode)
    {
        // Feature 1 of the first row has an open gate and a negative magnitude; the gate of feature 2 is 0 there, which is closed.
        var pass = Pass(mode).Pass;
        AssertClose(ByHand.Matrix((1.25f, 0, 0), (0, 0, 1)), pass.Codes);
        AssertClose(ByHand.Pairs((1.25f + 0.5f, 0), (-1 + 0.5f, 0)), pass.Reconstruction);
        Assert.Equal(mode == ForwardMode.Train ? ["l1", GateReconstruction] : [], pass.Losses.Select(term => term.Name));
    }

    [Fact]
    public void A_closed_gate_hides_a_positive_magnitude()
    {
        // A bias of 10 makes every magnitude positive.
        var (_, pass) = Pass(ForwardMode.Evaluate, (Bias, ByHand.Vector(10, 10, 10)));
        AssertClose(ByHand.Matrix((11, 12, 0), (0, 0, 12)), pass.Codes);
    }

    [Fact]
    public void The_penalty_is_on_the_gates()
    {
        var (parameters, pass) = Pass(ForwardMode.Train);
        var penalty = ByHand.Term(pass, "l1");
        Assert.Equal(0.5 * (0.5 + 1 + 1), penalty.item<float>(), 1e-6);
        Assert.Equal("l1", Assert.Single(pass.Losses, term => term.IsSparsityPenalty).Name);

        penalty.backward();
        AssertClose(ByHand.Vector(0.5f, 0.5f, 0.5f), ByHand.Slope(parameters, ParameterShape.EncoderBias));
        AssertClose(0, ByHand.Slope(parameters, Bias), tolerance: 0);
    }

    [Fact]
    public void The_gates_alone_must_reconstruct()
    {
        // (0.5, 1, 0) and (0, 0, 1) decode to (1, 1) and (-0.5, 0): errors (0, 1) and (0.5, -1).
        Assert.Equal(1 + 1.25, ByHand.Term(Pass(ForwardMode.Train).Pass, GateReconstruction).item<float>(), 1e-6);
    }

    [Fact]
    public void That_term_leaves_the_decoder_as_it_is_and_moves_the_gates()
    {
        var (parameters, pass) = Pass(ForwardMode.Train);
        ByHand.Term(pass, GateReconstruction).backward();

        AssertClose(0, ByHand.Slope(parameters, ParameterShape.DecoderWeight), tolerance: 0);
        AssertClose(0, ByHand.Slope(parameters, Scale), tolerance: 0);
        AssertClose(0, ByHand.Slope(parameters, Bias), tolerance: 0);

        // -2 error times decoder row where the gate is open. The decoder's bias is reached through x - b_dec alone; directly, it would be (-1, 0) more.
        AssertClose(ByHand.Vector(0, -2, 1), ByHand.Slope(parameters, ParameterShape.EncoderBias));
        AssertClose(ByHand.Vector(1, 2), ByHand.Slope(parameters, ParameterShape.DecoderBias));
    }

    [Fact]
    public void The_reconstruction_moves_magnitudes_and_not_the_bias_of_the_gates()
    {
        var (parameters, pass) = Pass(ForwardMode.Train);
        pass.Reconstruction.sum().backward();

        // Active are feature 0 of the first row, whose decoder row sums to 1, and feature 2 of the second, -1; by the scales, p exp(r) = 1 and 2 times that.
        AssertClose(ByHand.Vector(1, 0, -1), ByHand.Slope(parameters, Bias));
        AssertClose(ByHand.Vector(1, 0, -2), ByHand.Slope(parameters, Scale));
        AssertClose(0, ByHand.Slope(parameters, ParameterShape.EncoderBias), tolerance: 0);
    }

    private static (ParameterSet Parameters, ForwardPass Pass) Pass(ForwardMode mode, params (string, TorchSharp.torch.Tensor)[] given)
    {
        var architecture = new GatedArchitecture(new() { L1 = 0.5, DecoderBias = true });
        var parameters = ByHand.Trained(
            architecture,
            ByHand.Three with
            {
                DecoderBias = ByHand.Vector(0.5f, 0),
            },
            [.. given, (Scale, ByHand.Vector(MathF.Log(2), 0, MathF.Log(4))), (Bias, ByHand.Vector(0.25f, -3, -1))]
        );
        return (parameters, architecture.Forward(parameters, ByHand.Rows, mode));
    }
}

public sealed class GatedWithoutDecoderBiasTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new GatedArchitecture(new() { DecoderBias = false });
}
