using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class ReluArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new ReluArchitecture(new() { DecoderBias = true });

    [Fact]
    public void Codes_and_loss_of_a_case_worked_by_hand()
    {
        // x W^T + b of the rows (1, 2) and (0, -1) with W = [[1, 0], [0, 1], [-1, 0]] and b = (0, -1, 0.5): (1, 1, -0.5) and (0, -2, 0.5).
        var parameters = ByHand.Parameters(new ReluArchitecture(new() { L1 = 0.5 }), ByHand.Three);
        var pass = new ReluArchitecture(new() { L1 = 0.5 }).Forward(parameters, ByHand.Rows, ForwardMode.Train);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0.5f)), pass.Codes);
        Assert.Equal(0.5f * 2.5f, Assert.Single(pass.Losses).Sum.item<float>());
    }
}

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

/// <summary>A dictionary of three features in two dimensions.</summary>
internal static class ByHand
{
    public static Tensor Rows => tensor(new[] { 1f, 2, 0, -1 }).reshape(2, 2);

    public static AutoencoderWeights Three =>
        new(
            tensor(new[] { 1f, 0, 0, 1, -1, 0 }).reshape(3, 2),
            tensor(new[] { 0f, -1, 0.5f }),
            tensor(new[] { 1f, 0, 0, 1, -1, 0 }).reshape(3, 2),
            zeros(2)
        );

    public static Tensor Matrix(params (float, float, float)[] rows) =>
        stack([.. rows.Select(row => tensor(new[] { row.Item1, row.Item2, row.Item3 }))]);

    public static ParameterSet Parameters(IArchitecture architecture, AutoencoderWeights weights)
    {
        Tensor[] values = [weights.EncoderWeight, weights.EncoderBias, weights.DecoderWeight, weights.DecoderBias];
        return new([
            .. architecture.Parameters(new(2, 3)).Zip(values, (shape, value) => new NamedParameter(shape.Name, shape.Role, value)),
        ]);
    }
}
