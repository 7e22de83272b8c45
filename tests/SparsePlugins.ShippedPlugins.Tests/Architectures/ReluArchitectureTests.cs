using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class ReluArchitectureTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new ReluArchitecture(new() { DecoderBias = true });

    [Fact]
    public void Codes_and_loss_of_a_case_worked_by_hand()
    {
        // x W^T + b of the rows (1, 2) and (0, -1) with W = [[1, 0], [0, 1], [-1, 0]] and b = (0, -1, 0.5): (1, 1, -0.5) and (0, -2, 0.5).
        var architecture = new ReluArchitecture(new() { L1 = 0.5 });
        var pass = architecture.Forward(ByHand.Parameters(architecture, ByHand.Three), ByHand.Rows, ForwardMode.Train);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0.5f)), pass.Codes);
        Assert.Equal(0.5f * 2.5f, Assert.Single(pass.Losses).Sum.item<float>());
    }

    [Fact]
    public void Evaluation_has_no_loss_terms()
    {
        var architecture = new ReluArchitecture(new());
        var pass = architecture.Forward(ByHand.Parameters(architecture, ByHand.Three), ByHand.Rows, ForwardMode.Evaluate);
        Assert.Empty(pass.Losses);
    }
}

public sealed class ReluOfFreeDecoderTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new ReluArchitecture(new() { UnitDecoder = false, DecoderBias = true });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_unit_decoder_keeps_rows_at_length_1_and_has_a_fused_form(bool unitDecoder)
    {
        var architecture = new ReluArchitecture(new() { UnitDecoder = unitDecoder });
        var decoder = architecture.Parameters(ByHand.Shape).Single(parameter => parameter.Name == ParameterShape.DecoderWeight);
        Assert.Equal(unitDecoder, decoder.UnitRows);
        Assert.Equal(unitDecoder, architecture.Fused is not null);
    }

    [Fact]
    public void Without_lengths_the_penalty_is_the_sum_of_the_codes() =>
        Assert.Equal(0.5 * 2.5, ReluByLengthTests.Penalty(byLength: false), 1e-6);
}

public sealed class ReluByLengthTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new ReluArchitecture(new() { UnitDecoder = false, PenalizeByLength = true });

    [Fact]
    public void A_code_counts_times_the_length_of_its_decoder_row() =>
        Assert.Equal(0.5 * (1 * 5 + 1 * 2 + 0.5 * 0.5), Penalty(byLength: true), 1e-6);

    [Fact]
    public void The_penalty_pulls_decoder_rows_towards_zero_by_their_codes()
    {
        var architecture = new ReluArchitecture(
            new()
            {
                L1 = 0.5,
                UnitDecoder = false,
                PenalizeByLength = true,
            }
        );
        var parameters = ByHand.Trained(architecture, Lengths);
        ByHand.Term(architecture.Forward(parameters, ByHand.Rows, ForwardMode.Train), "l1").backward();

        // L1 times the sum of the codes of a feature (1, 1, 0.5) times the direction of its row; L1 times the length for every positive pre-activation.
        AssertClose(ByHand.Pairs((0.3f, 0.4f), (0, 0.5f), (-0.25f, 0)), ByHand.Slope(parameters, ParameterShape.DecoderWeight));
        AssertClose(ByHand.Vector(2.5f, 1, 0.25f), ByHand.Slope(parameters, ParameterShape.EncoderBias));
    }

    /// <summary>Decoder rows of length 5, 2 and 0.5.</summary>
    private static AutoencoderWeights Lengths => ByHand.Three with { DecoderWeight = ByHand.Pairs((3, 4), (0, 2), (-0.5f, 0)) };

    /// <summary>The penalty with L1 0.5 of codes (1, 1, 0) and (0, 0, 0.5).</summary>
    internal static double Penalty(bool byLength)
    {
        var architecture = new ReluArchitecture(
            new()
            {
                L1 = 0.5,
                UnitDecoder = false,
                PenalizeByLength = byLength,
            }
        );
        var pass = architecture.Forward(ByHand.Parameters(architecture, Lengths), ByHand.Rows, ForwardMode.Train);
        return ByHand.Term(pass, "l1").item<float>();
    }
}
