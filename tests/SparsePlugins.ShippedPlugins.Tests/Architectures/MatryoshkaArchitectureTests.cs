using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

/// <remarks>With b_dec = (0.5, 0) and b = (0.5, -1, 0), the pre-activations are (1, 1, -0.5) and (0, -2, 0.5); k = 2 keeps all positive ones.</remarks>
public sealed class MatryoshkaArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new MatryoshkaArchitecture(new() { K = 3, DecoderBias = true });

    [Fact]
    public void Each_prefix_of_the_features_must_reconstruct()
    {
        // x_hat of one feature: (1.5, 0), (0.5, 0); of two: (1.5, 1), (0.5, 0); of all: (1.5, 1), (0, 0).
        var pass = Pass(new() { K = 2, Prefixes = [2.0 / 3, 1.0 / 3] }).Pass;
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0.5f)), pass.Codes);
        AssertClose(ByHand.Pairs((1.5f, 1), (0, 0)), pass.Reconstruction);
        Assert.Equal(["prefix-1", "prefix-2"], pass.Losses.Select(term => term.Name));
        Assert.Equal((0.25 + 4) + (0.25 + 1), ByHand.Term(pass, "prefix-1").item<float>(), 1e-6);
        Assert.Equal((0.25 + 1) + (0.25 + 1), ByHand.Term(pass, "prefix-2").item<float>(), 1e-6);
        Assert.DoesNotContain(pass.Losses, term => term.IsSparsityPenalty);
    }

    [Fact]
    public void The_loss_is_the_plain_sum_over_prefixes_and_all_features()
    {
        var pass = Pass(new() { K = 2, Prefixes = [1.0 / 3, 2.0 / 3] }).Pass;
        var whole = (ByHand.Rows - pass.Reconstruction).square().sum().item<float>();
        Assert.Equal(2.25, whole, 1e-6);
        Assert.Equal(5.5 + 2.5 + 2.25, pass.Losses.Sum(term => term.Sum.item<float>()) + whole, 1e-5);
    }

    [Fact]
    public void A_prefix_moves_its_own_features_alone()
    {
        var (parameters, pass) = Pass(new() { K = 2, Prefixes = [1.0 / 3] });
        ByHand.Term(pass, "prefix-1").backward();

        // Errors (-0.5, 2) and (-0.5, -1); -2 times code 1 of the first row times its error, and -2 times error times decoder row for the bias.
        AssertClose(ByHand.Pairs((1, -4), (0, 0), (0, 0)), ByHand.Slope(parameters, ParameterShape.DecoderWeight));
        AssertClose(ByHand.Vector(1, 0, 0), ByHand.Slope(parameters, ParameterShape.EncoderBias));
    }

    [Theory]
    [InlineData(new[] { 0.0625, 0.125, 0.25, 0.5 }, new[] { "prefix-1", "prefix-2" })] // 0.19, 0.38, 0.75 and 1.5 features.
    [InlineData(new[] { 0.9 }, new string[0])] // All three.
    [InlineData(new double[0], new string[0])]
    public void A_prefix_has_one_feature_at_least_and_none_counts_twice(double[] prefixes, string[] expected) =>
        Assert.Equal(expected, Pass(new() { K = 2, Prefixes = prefixes }).Pass.Losses.Select(term => term.Name));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_prefix_that_is_no_part_is_refused_by_the_name_of_the_option(double prefix)
    {
        var architecture = new MatryoshkaArchitecture(new() { K = 1, Prefixes = [0.5, prefix] });
        var refused = Assert.Throws<ArgumentException>(() => architecture.Parameters(ByHand.Shape));
        Assert.StartsWith("prefixes must each be more than 0 and less than 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Prefixes", refused.ParamName);
    }

    [Theory]
    [InlineData(ForwardMode.Train)]
    [InlineData(ForwardMode.Evaluate)]
    public void Codes_reconstruction_and_threshold_are_those_of_batch_top_k(ForwardMode mode)
    {
        var sample = Problem.Sample;
        var parameters = Start();
        var nested = Create().Forward(parameters, sample, mode);
        var plain = new BatchTopKArchitecture(new() { K = 3, DecoderBias = true }).Forward(parameters, sample, mode);
        AssertClose(plain.Codes, nested.Codes, tolerance: 0);
        AssertClose(plain.Reconstruction, nested.Reconstruction);
        Assert.Equal(plain.Updates.Count, nested.Updates.Count);
        Assert.All(plain.Updates, update => AssertClose(update.Value, ByHand.Update(nested, update.Name), tolerance: 0));
    }

    private static (ParameterSet Parameters, ForwardPass Pass) Pass(MatryoshkaOptions options)
    {
        var architecture = new MatryoshkaArchitecture(options with { DecoderBias = true });
        var weights = ByHand.Three with { EncoderBias = ByHand.Vector(0.5f, -1, 0), DecoderBias = ByHand.Vector(0.5f, 0) };
        var parameters = ByHand.Trained(architecture, weights);
        return (parameters, architecture.Forward(parameters, ByHand.Rows, ForwardMode.Train));
    }
}

public sealed class AuxiliaryMatryoshkaTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new MatryoshkaArchitecture(new() { K = 1, AuxDeadAfter = 100 });

    [Fact]
    public void Dead_features_explain_what_all_the_others_leave()
    {
        // As of batch-top-k: kept are both codes of the first row, and the dead feature 2 decodes to (-0.5, 0) in the second.
        var pass = ByHand.PassWithADeadFeature(new MatryoshkaArchitecture(ByHand.WithAuxiliaryLoss(new MatryoshkaOptions { K = 1 })));
        Assert.Equal(0.5 * (1 + (0.25 + 1)), ByHand.Term(pass, "aux-k").item<float>(), 1e-6);
        Assert.Equal([0, 0, 12], ByHand.Update(pass, ByHand.SinceFired).data<long>().ToArray());
    }
}
