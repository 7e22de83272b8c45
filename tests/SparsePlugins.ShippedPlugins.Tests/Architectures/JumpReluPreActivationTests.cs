using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

/// <summary>The pre-activation loss of dead features.</summary>
public sealed class JumpReluPreActivationTests : ArchitectureConformance
{
    private const string SinceFired = "auxiliary_samples_since_fired";

    private static readonly JumpReluOptions Options = new() { PreActDeadAfter = 10, PreActWeight = 0.1 };

    protected override IArchitecture Create() => new JumpReluArchitecture(new() { PreActDeadAfter = 100 });

    [Fact]
    public void It_is_how_far_dead_features_are_below_their_thresholds_by_the_length_of_their_rows()
    {
        // Features 1 and 2 are dead: pre-activations (1, -0.5) and (-2, 0.5), thresholds 0.5 and 0.6, lengths 2 and 0.5.
        Assert.Equal(0.1 * (2.5 * 2 + (1.1 + 0.1) * 0.5), ByHand.Term(Pass(Parameters(0, 10, 11)), "pre-activation").item<float>(), 1e-6);
    }

    [Fact]
    public void It_lowers_thresholds_and_raises_pre_activations_and_leaves_decoder_rows_alone()
    {
        var parameters = Parameters(0, 10, 11);
        ByHand.Term(Pass(parameters), "pre-activation").backward();

        // Below its threshold are feature 1 in one row and feature 2 in both.
        AssertClose(ByHand.Vector(0, 0.1f * 2, 2 * 0.1f * 0.5f), ByHand.Slope(parameters, "threshold"));
        AssertClose(ByHand.Vector(0, -0.1f * 2, -2 * 0.1f * 0.5f), ByHand.Slope(parameters, ParameterShape.EncoderBias));
        AssertClose(0, ByHand.Slope(parameters, ParameterShape.DecoderWeight), tolerance: 0);
    }

    [Fact]
    public void Without_a_dead_feature_there_is_none_and_samples_are_counted()
    {
        var pass = Pass(Parameters(0, 9, 9));
        Assert.Equal("sparsity", Assert.Single(pass.Losses).Name);
        Assert.Equal([0, 0, 11], ByHand.Update(pass, SinceFired).data<long>().ToArray()); // Features 0 and 1 fire in the first row.
    }

    [Fact]
    public void Evaluation_counts_nothing() =>
        Assert.Empty(new JumpReluArchitecture(Options).Forward(Parameters(0, 10, 11), ByHand.Rows, ForwardMode.Evaluate).Updates);

    private static ForwardPass Pass(ParameterSet parameters) =>
        new JumpReluArchitecture(Options).Forward(parameters, ByHand.Rows, ForwardMode.Train);

    private static ParameterSet Parameters(params long[] since) =>
        ByHand.Trained(
            new JumpReluArchitecture(Options),
            ByHand.Three with
            {
                DecoderWeight = ByHand.Pairs((1, 0), (0, 2), (-0.5f, 0)),
            },
            ("threshold", ByHand.Vector(0.9f, 0.5f, 0.6f)),
            (SinceFired, tensor(since))
        );
}
