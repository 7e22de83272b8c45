using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Conformance;

/// <summary>Each check of the conformance library fails for a reinitializer that breaks its rule.</summary>
public sealed class ReinitializerConformanceTests
{
    private delegate FeatureWeights Body(DeadFeatures dead, ComponentContext context);

    [Fact]
    public void Rows_for_every_feature_instead_of_the_dead_ones_are_caught() =>
        Catches("It proposes rows for dead features finite and float32", (_, _) => Rows(randn(24, 12)));

    [Fact]
    public void A_decoder_row_of_zero_is_caught() =>
        Catches("It proposes rows for dead features finite and float32", (_, _) => Rows(zeros(5, 12)));

    [Fact]
    public void Points_of_the_sample_as_they_come_are_caught_where_they_repeat() =>
        Catches(
            "Where data repeats itself it proposes different directions and leaves the rest dead",
            (dead, _) => Rows(dead.Sample[..24].clone())
        );

    [Fact]
    public void New_directions_pass_where_data_repeats_itself()
    {
        Rule("Where data repeats itself it proposes different directions and leaves the rest dead")
            .Check(() => Subject((dead, _) => Rows(dead.NewDirections(dead.Sample)), usesRandomness: false));
    }

    [Fact]
    public void A_scale_that_is_taken_from_rows_of_the_last_revival_is_caught() =>
        Catches(
            "Where everything is dead again and again new encoders do not shrink",
            (dead, _) =>
            {
                var decoder = dead.NewDirections(dead.WorstExamples);
                var length = 0.2 * dead.Weights.EncoderWeight.norm(dim: 1).mean().item<float>();
                return new FeatureWeights(decoder * length, zeros(decoder.shape[0]), decoder);
            }
        );

    [Fact]
    public void Rows_that_ignore_the_seed_are_caught() =>
        Catches("A different seed gives different rows (unless they are deterministic)", (_, _) => Rows(ones(5, 12)));

    [Fact]
    public void Rows_that_ignore_the_seed_are_right_where_chance_plays_no_part()
    {
        Rule("A different seed gives different rows (unless they are deterministic)")
            .Check(() => Subject((_, _) => Rows(ones(5, 12)), usesRandomness: false));
    }

    [Fact]
    public void Writing_the_rows_itself_is_caught() =>
        Catches(
            "Its inputs are left as they were",
            (dead, _) =>
            {
                dead.Weights.DecoderWeight.index_fill_(0, dead.Indices, 1);
                return Rows(ones(5, 12));
            }
        );

    [Fact]
    public void Returning_the_examples_themselves_is_caught() =>
        Catches("What it returns shares no memory", (dead, _) => Rows(dead.WorstExamples.narrow(0, 0, 5)));

    [Fact]
    public void Drawing_from_the_global_generator_is_caught() =>
        Catches("Global randomness is neither read nor advanced", (_, _) => Rows(randn(5, 12)));

    private static FeatureWeights Rows(Tensor decoder) => new(decoder * 0.1, zeros(decoder.shape[0]), decoder);

    private static void Catches(string rule, Body body) =>
        Assert.Throws<ConformanceException>(() => Rule(rule).Check(() => Subject(body, usesRandomness: true)));

    private static Rule<CheckedReinitializer> Rule(string rule) => ReinitializerRules.All.Single(one => one.Statement == rule);

    private static CheckedReinitializer Subject(Body body, bool usesRandomness) =>
        new(() => new Reinitializer(body)) { UsesRandomness = usesRandomness };

    private sealed class Reinitializer(Body body) : IDeadFeatureReinitializer
    {
        public FeatureWeights Propose(DeadFeatures dead, ComponentContext context) => body(dead, context);
    }
}
