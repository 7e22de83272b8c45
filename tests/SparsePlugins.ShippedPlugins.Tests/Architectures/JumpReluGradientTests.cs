using SparsePlugins.Architectures;
using SparsePlugins.Contracts;
using static SparsePlugins.Conformance.TensorAssertions;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

/// <summary>The derivatives that JumpReLU estimates, worked by hand.</summary>
/// <remarks>
/// z = (1, 1, -0.5) and (0, -2, 0.5), thresholds t = (0.9, 0.5, 0.6), bandwidth w = 0.4. Within w/2 = 0.2 of its threshold are feature 0 in the first row,
/// which is active, and feature 2 in the second, which is not; feature 1 is active in the first row and outside the window. There the kernel K/w is 2.5, so
/// t K/w is 2.25 for feature 0 and 1.5 for feature 2.
/// </remarks>
public sealed class JumpReluGradientTests
{
    private const string Threshold = "threshold";

    [Theory]
    [InlineData(false, new[] { 1f, 2, 0 })]
    [InlineData(true, new[] { 1 + 2.25f, 2, 6 * 1.5f })]
    public void The_derivatives_of_codes(bool gradientToInput, float[] byPreActivations)
    {
        var (parameters, pass) = Pass(new() { GradientToInput = gradientToInput });
        (pass.Codes * ByHand.Matrix((1, 2, 3), (4, 5, 6))).sum().backward(); // dL/df.

        // df/dt = -(t/w) K; df/dz = 1 above the threshold, and (t/w) K more if asked for.
        AssertClose(ByHand.Vector(-2.25f * 1, 0, -1.5f * 6), ByHand.Slope(parameters, Threshold));
        AssertClose(tensor(byPreActivations), ByHand.Slope(parameters, ParameterShape.EncoderBias));
    }

    [Theory]
    [InlineData(false, new[] { 0f, 0, 0 })]
    [InlineData(true, new[] { 3 * 2.5f, 0, 3 * 2.5f })]
    public void The_derivatives_of_the_number_of_active_features(bool gradientToInput, float[] byPreActivations)
    {
        var (parameters, pass) = Pass(new() { Sparsity = 3, GradientToInput = gradientToInput });
        ByHand.Term(pass, "sparsity").backward();

        // d(number)/dt = -K/w; d/dz = K/w if asked for.
        AssertClose(ByHand.Vector(-3 * 2.5f, 0, -3 * 2.5f), ByHand.Slope(parameters, Threshold));
        AssertClose(tensor(byPreActivations), ByHand.Slope(parameters, ParameterShape.EncoderBias));
        AssertClose(0, ByHand.Slope(parameters, ParameterShape.DecoderWeight), tolerance: 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_derivatives_of_the_quadratic_penalty(bool gradientToInput)
    {
        var options = new JumpReluOptions
        {
            Penalty = JumpReluPenalty.Quadratic,
            Sparsity = 3,
            TargetL0 = 4,
            GradientToInput = gradientToInput,
        };
        var (parameters, pass) = Pass(options);
        ByHand.Term(pass, "sparsity").backward();

        // 3 B (n/(4 B) - 1)^2 with n = 2 active ones in B = 2 rows: d/dn = 3 * 2 (1/4 - 1) / 4 = -1.125, and dn/dt = -2.5.
        AssertClose(ByHand.Vector(1.125f * 2.5f, 0, 1.125f * 2.5f), ByHand.Slope(parameters, Threshold));
        var byPreActivations = gradientToInput ? -1.125f * 2.5f : 0;
        AssertClose(ByHand.Vector(byPreActivations, 0, byPreActivations), ByHand.Slope(parameters, ParameterShape.EncoderBias));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_derivatives_of_the_tanh_penalty(bool gradientToInput)
    {
        var options = new JumpReluOptions
        {
            Penalty = JumpReluPenalty.Tanh,
            Sparsity = 3,
            TanhScale = 0.5,
            GradientToInput = gradientToInput,
        };
        var (parameters, pass) = Pass(options);
        ByHand.Term(pass, "sparsity").backward();

        // d/df of 3 tanh(0.5 f n) is 1.5 n (1 - tanh^2): codes 1, 1, 0 and lengths 1, 2, 0.5, where the last is the one of the second row.
        var (first, second, third) = (1.5f * Rest(0.5f), 1.5f * 2 * Rest(1), 1.5f * 0.5f);
        AssertClose(ByHand.Vector(-2.25f * first, 0, -1.5f * third), ByHand.Slope(parameters, Threshold));
        AssertClose(
            gradientToInput ? ByHand.Vector((1 + 2.25f) * first, second, 1.5f * third) : ByHand.Vector(first, second, 0),
            ByHand.Slope(parameters, ParameterShape.EncoderBias)
        );

        Assert.Null(parameters[ParameterShape.DecoderWeight].grad); // Lengths are taken as given.
    }

    [Fact]
    public void A_smaller_bandwidth_has_a_narrower_and_higher_window()
    {
        // Feature 0 is 0.1 above its threshold, which is now outside; feature 2 would be, too.
        var (parameters, pass) = Pass(new() { Sparsity = 3 }, bandwidth: 0.19);
        ByHand.Term(pass, "sparsity").backward();
        AssertClose(ByHand.Vector(0, 0, 0), ByHand.Slope(parameters, Threshold));

        (parameters, pass) = Pass(new() { Sparsity = 3 }, bandwidth: 0.21);
        ByHand.Term(pass, "sparsity").backward();
        AssertClose(ByHand.Vector(-3 / 0.21f, 0, -3 / 0.21f), ByHand.Slope(parameters, Threshold), 1e-4);
    }

    private static float Rest(float argument) => 1 - MathF.Pow(MathF.Tanh(argument), 2);

    private static (ParameterSet Parameters, ForwardPass Pass) Pass(JumpReluOptions options, double bandwidth = 0.4)
    {
        var architecture = new JumpReluArchitecture(options with { Bandwidth = bandwidth });
        var parameters = ByHand.Trained(
            architecture,
            ByHand.Three with
            {
                DecoderWeight = ByHand.Pairs((0.6f, 0.8f), (0, 2), (-0.5f, 0)),
            },
            (Threshold, ByHand.Vector(0.9f, 0.5f, 0.6f))
        );
        return (parameters, architecture.Forward(parameters, ByHand.Rows, ForwardMode.Train));
    }
}
