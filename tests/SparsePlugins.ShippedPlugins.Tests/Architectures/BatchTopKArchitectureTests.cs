using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class BatchTopKArchitectureTests : ArchitectureConformance
{
    private const string Threshold = "threshold";

    protected override IArchitecture Create() => new BatchTopKArchitecture(new() { K = 3, DecoderBias = true });

    [Fact]
    public void It_keeps_the_largest_of_the_whole_batch()
    {
        // The positive codes are 1, 1 and 0.5; two rows with k = 1 keep two codes, and both are of the first row.
        var pass = Pass(ForwardMode.Train);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0)), pass.Codes);
        AssertClose(ByHand.Pairs((1, 1), (0, 0)), pass.Reconstruction);
        Assert.Empty(pass.Losses);
    }

    [Fact]
    public void Of_equal_codes_the_earlier_row_keeps_its_own_and_in_a_row_the_lower_feature()
    {
        // (1, 1, -0.5) three times: k = 1 keeps three of six equal codes.
        var rows = ByHand.Pairs((1, 2), (1, 2), (1, 2));
        AssertClose(ByHand.Matrix((1, 1, 0), (1, 0, 0), (0, 0, 0)), Pass(ForwardMode.Train, rows: rows).Codes);
    }

    [Fact]
    public void Negative_pre_activations_are_never_kept()
    {
        // Two rows with k = 2 may keep four codes; three are positive.
        var architecture = new BatchTopKArchitecture(new() { K = 2 });
        var pass = architecture.Forward(ByHand.Parameters(architecture, ByHand.Three), ByHand.Rows, ForwardMode.Train);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0.5f)), pass.Codes);
        AssertClose(ByHand.Vector(0.5f), ByHand.Update(pass, Threshold));
    }

    [Fact]
    public void The_threshold_starts_at_the_smallest_code_that_the_first_batch_keeps() =>
        AssertClose(ByHand.Vector(1), ByHand.Update(Pass(ForwardMode.Train), Threshold));

    [Fact]
    public void Later_it_moves_by_the_rate_towards_the_smallest_kept_code() =>
        AssertClose(ByHand.Vector(0.2f + 0.25f * (1 - 0.2f)), ByHand.Update(Pass(ForwardMode.Train, 0.2f), Threshold));

    [Fact]
    public void It_is_a_moving_mean_over_batches()
    {
        // Smallest kept codes 1, 2 and 4 give 1, then 1 + (2 - 1) / 4, then 1.25 + (4 - 1.25) / 4.
        var threshold = -1f;
        foreach (var scale in new[] { 1f, 2, 4 })
        {
            var rows = ByHand.Pairs((scale, scale + 1), (0, -1));
            threshold = ByHand.Update(Pass(ForwardMode.Train, threshold, rows), Threshold).item<float>();
        }

        Assert.Equal(1.9375f, threshold, 1e-5f);
    }

    [Fact]
    public void A_batch_without_any_code_leaves_it() =>
        AssertClose(
            ByHand.Vector(0.2f),
            ByHand.Update(Pass(ForwardMode.Train, 0.2f, ByHand.Pairs((0, -1), (-0.0f, -3)), bias: -9), Threshold)
        );

    [Fact]
    public void Evaluation_keeps_the_codes_above_the_threshold_and_updates_nothing()
    {
        var pass = Pass(ForwardMode.Evaluate, 0.4f);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0.5f)), pass.Codes); // Three, where training keeps two.
        Assert.Empty(pass.Updates);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0)), Pass(ForwardMode.Evaluate, 0.6f).Codes);
    }

    [Fact]
    public void A_code_that_equals_the_threshold_is_not_above_it() =>
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0)), Pass(ForwardMode.Evaluate, 0.5f).Codes);

    [Fact]
    public void Before_the_first_update_evaluation_keeps_every_positive_code() =>
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0.5f)), Pass(ForwardMode.Evaluate).Codes);

    [Fact]
    public void More_codes_than_features_are_refused_by_the_name_of_the_option()
    {
        var refused = Assert.Throws<ArgumentException>(() => new BatchTopKArchitecture(new() { K = 4 }).Parameters(ByHand.Shape));
        Assert.StartsWith("k must be at most the 3 features, got 4; write k: 3 or less", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>With k = 1 and a rate of 1/4.</summary>
    private static ForwardPass Pass(ForwardMode mode, float? threshold = null, Tensor? rows = null, float bias = 0)
    {
        var architecture = new BatchTopKArchitecture(new() { K = 1, ThresholdRate = 0.25 });
        var weights = ByHand.Three with { EncoderBias = ByHand.Three.EncoderBias + bias };
        var parameters = threshold is { } given
            ? ByHand.Parameters(architecture, weights, (Threshold, ByHand.Vector(given)))
            : ByHand.Parameters(architecture, weights);
        return architecture.Forward(parameters, rows ?? ByHand.Rows, mode);
    }
}

public sealed class AuxiliaryBatchTopKTests : ArchitectureConformance
{
    protected override IArchitecture Create() => new BatchTopKArchitecture(new() { K = 1, AuxDeadAfter = 100 });

    [Fact]
    public void Dead_features_explain_what_the_others_leave()
    {
        // Kept are both codes of the first row: errors (0, 1) and (0, -1). Of the second row, the dead feature 2 takes 0.5 and decodes to (-0.5, 0).
        var pass = ByHand.PassWithADeadFeature(new BatchTopKArchitecture(ByHand.WithAuxiliaryLoss(new BatchTopKOptions { K = 1 })));
        Assert.Equal(0.5 * (1 + (0.25 + 1)), ByHand.Term(pass, "aux-k").item<float>(), 1e-6);
        Assert.Equal([0, 0, 12], ByHand.Update(pass, ByHand.SinceFired).data<long>().ToArray());
        Assert.Equal(2, pass.Updates.Count);
    }
}
