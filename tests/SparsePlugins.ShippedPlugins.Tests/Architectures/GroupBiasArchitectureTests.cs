using SparsePlugins.Architectures;
using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures;

public sealed class GroupBiasArchitectureTests : ArchitectureConformance
{
    private const string Rows = "adaptation_rows";
    private const string Firings = "adaptation_firings";
    private const string Largest = "adaptation_largest_codes";

    // A group for each feature, with rates 0.6, 0.3 and 0.15; biases move after every batch of two.
    private static readonly GroupBiasOptions Options = new()
    {
        Groups = 3,
        HighestRate = 0.6,
        AdaptAfter = 2,
        Lower = 0.1,
        Raise = 0.2,
    };

    protected override IArchitecture Create() => new GroupBiasArchitecture(new() { DecoderBias = true, AdaptAfter = 300 });

    [Fact]
    public void Codes_are_those_of_relu_and_the_loss_has_no_other_term()
    {
        var pass = Pass(Options, ByHand.Three, ByHand.Rows);
        AssertClose(ByHand.Matrix((1, 1, 0), (0, 0, 0.5f)), pass.Codes);
        Assert.Empty(pass.Losses);
    }

    [Fact]
    public void Biases_of_features_that_are_active_too_often_fall_by_a_part_of_their_largest_code()
    {
        // Each is active on one of two rows, with codes 1, 1 and 0.5: more than 0.3 and 0.15, and less than 0.6.
        var bias = Bias(Pass(Options, ByHand.Three, ByHand.Rows));
        AssertClose(ByHand.Vector(0, -1 - 0.1f, 0.5f - 0.05f), bias);
    }

    [Fact]
    public void Biases_of_silent_features_rise_by_a_part_of_the_mean_of_their_group_but_not_above_zero()
    {
        // Pre-activations (1, -3, -0.95) and (2, -3, -1.95): the only active feature of the group has 2 at most.
        var weights = ByHand.Three with
        {
            EncoderBias = ByHand.Vector(0, -3, 0.05f),
        };
        var rows = ByHand.Pairs((1, 0), (2, 0));
        var single = Options with { Groups = 1, HighestRate = 1 };
        AssertClose(ByHand.Vector(0, -3 + 0.4f, 0.05f), Bias(Pass(single, weights, rows)));

        var nearZero = weights with { EncoderBias = ByHand.Vector(0, -0.1f, -0.3f) };
        AssertClose(ByHand.Vector(0, 0, 0), Bias(Pass(single, nearZero, rows)));
    }

    [Fact]
    public void A_group_that_is_silent_rises_by_the_mean_of_the_others_and_where_all_are_nothing_moves()
    {
        var weights = ByHand.Three with { EncoderBias = ByHand.Vector(0, -3, -2) };
        AssertClose(ByHand.Vector(-0.2f, -3 + 0.4f, -2 + 0.4f), Bias(Pass(Options, weights, ByHand.Pairs((1, 0), (2, 0)))));
        AssertClose(weights.EncoderBias, Bias(Pass(Options, weights, ByHand.Pairs((-1, 0), (-2, 0)))));
    }

    [Fact]
    public void Before_enough_samples_were_seen_they_are_counted_and_biases_stay()
    {
        var slow = Options with { AdaptAfter = 5 };
        var first = Pass(slow, ByHand.Three, ByHand.Rows);
        AssertClose(ByHand.Three.EncoderBias, Bias(first));
        Assert.Equal([2L], ByHand.Update(first, Rows).data<long>().ToArray());
        Assert.Equal([1L, 1, 1], ByHand.Update(first, Firings).data<long>().ToArray());
        AssertClose(ByHand.Vector(1, 1, 0.5f), ByHand.Update(first, Largest));

        // Two and then four rows of five: the last batch makes six, on which each feature was active once in two.
        var counted = Pass(
            slow,
            ByHand.Three,
            ByHand.Rows,
            (Rows, tensor(new[] { 4L })),
            (Firings, tensor(new[] { 2L, 2, 0 })),
            (Largest, ByHand.Vector(3, 1, 0))
        );
        AssertClose(ByHand.Vector(0, -1 - 0.1f, 0.5f - 0.05f), Bias(counted));
        Assert.Equal([0L], ByHand.Update(counted, Rows).data<long>().ToArray());
        Assert.Equal([0L, 0, 0], ByHand.Update(counted, Firings).data<long>().ToArray());
        AssertClose(ByHand.Vector(0, 0, 0), ByHand.Update(counted, Largest));
    }

    [Fact]
    public void With_weights_that_stay_every_feature_comes_to_the_rate_of_its_group()
    {
        var shape = new DictionaryShape(12, 24);
        var architecture = new GroupBiasArchitecture(
            new()
            {
                Groups = 4,
                HighestRate = 0.2,
                AdaptAfter = 4000,
            }
        );
        using var random = new RandomSeed(2).CreateGenerator(CPU);
        var rows = randn(4000, 12, generator: random);
        var directions = Directions.Unit(randn(24, 12, generator: random));
        var parameters = new ParameterSet([
            .. architecture
                .Parameters(shape)
                .Select(one => new NamedParameter(
                    one.Name,
                    one.Role,
                    one.Size.Count == 2 ? directions : zeros([.. one.Size], dtype: one.Type)
                )),
        ]);
        for (var update = 0; update < 400; update++)
        {
            foreach (var (name, value) in architecture.Forward(parameters, rows, ForwardMode.Train).Updates)
            {
                parameters[name].copy_(value);
            }
        }

        var codes = architecture.Forward(parameters, rows, ForwardMode.Evaluate).Codes;
        var shares = codes.ne(0).sum(dim: 0).data<long>().Select(count => count / 4000.0).Chunk(6).ToArray();
        Assert.All(
            Enumerable.Range(0, 4),
            group => Assert.All(shares[group], share => Assert.InRange(share / (0.2 * Math.Pow(0.5, group)), 0.85, 1))
        );
    }

    [Fact]
    public void More_groups_than_features_are_refused_by_the_name_of_the_option()
    {
        var refused = Assert.Throws<ArgumentException>(() => new GroupBiasArchitecture(new() { Groups = 4 }).Parameters(ByHand.Shape));
        Assert.StartsWith(
            "groups must be at most the 3 features, got 4; write groups: 3 or less",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private static Tensor Bias(ForwardPass pass) => ByHand.Update(pass, ParameterShape.EncoderBias);

    private static ForwardPass Pass(GroupBiasOptions options, AutoencoderWeights weights, Tensor rows, params (string, Tensor)[] counted)
    {
        var architecture = new GroupBiasArchitecture(options);
        return architecture.Forward(ByHand.Parameters(architecture, weights, counted), rows, ForwardMode.Train);
    }
}
