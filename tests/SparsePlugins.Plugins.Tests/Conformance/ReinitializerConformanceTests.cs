using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace SparsePlugins.Plugins.Tests.Conformance;

/// <summary>Each check of the conformance library fails for a reinitializer that breaks its rule.</summary>
public sealed class ReinitializerConformanceTests
{
    private delegate FeatureWeights Body(DeadFeatures dead, ComponentContext context);

    [Fact]
    public void Rows_for_every_feature_instead_of_the_dead_ones_are_caught() =>
        Catches(s => s.It_proposes_rows_for_dead_features_finite_and_float32(5), (_, _) => Rows(randn(24, 12)));

    [Fact]
    public void A_decoder_row_of_zero_is_caught() =>
        Catches(s => s.It_proposes_rows_for_dead_features_finite_and_float32(5), (_, _) => Rows(zeros(5, 12)));

    [Fact]
    public void Points_of_the_sample_as_they_come_are_caught_where_they_repeat() =>
        Catches(
            s => s.Where_data_repeats_itself_it_proposes_different_directions_and_leaves_the_rest_dead(24),
            (dead, _) => Rows(dead.Sample[..24].clone())
        );

    [Fact]
    public void New_directions_pass_where_data_repeats_itself()
    {
        using var subject = new Subject((dead, _) => Rows(dead.NewDirections(dead.Sample)), usesRandomness: false);
        subject.Where_data_repeats_itself_it_proposes_different_directions_and_leaves_the_rest_dead(24);
    }

    [Fact]
    public void A_scale_that_is_taken_from_rows_of_the_last_revival_is_caught() =>
        Catches(
            s => s.Where_everything_is_dead_again_and_again_new_encoders_do_not_shrink(),
            (dead, _) =>
            {
                var decoder = dead.NewDirections(dead.WorstExamples);
                var length = 0.2 * dead.Weights.EncoderWeight.norm(dim: 1).mean().item<float>();
                return new FeatureWeights(decoder * length, zeros(decoder.shape[0]), decoder);
            }
        );

    [Fact]
    public void Rows_that_ignore_the_seed_are_caught() =>
        Catches(s => s.Another_seed_gives_other_rows_if_chance_plays_a_part(), (_, _) => Rows(ones(5, 12)));

    [Fact]
    public void Rows_that_ignore_the_seed_are_right_where_chance_plays_no_part()
    {
        using var subject = new Subject((_, _) => Rows(ones(5, 12)), usesRandomness: false);
        subject.Another_seed_gives_other_rows_if_chance_plays_a_part();
    }

    [Fact]
    public void Writing_the_rows_itself_is_caught() =>
        Catches(
            s => s.What_it_is_told_is_left_as_it_was(),
            (dead, _) =>
            {
                dead.Weights.DecoderWeight.index_fill_(0, dead.Indices, 1);
                return Rows(ones(5, 12));
            }
        );

    [Fact]
    public void Returning_the_examples_themselves_is_caught() =>
        Catches(s => s.What_it_returns_shares_no_memory(), (dead, _) => Rows(dead.WorstExamples.narrow(0, 0, 5)));

    [Fact]
    public void Drawing_from_the_global_generator_is_caught() =>
        Catches(s => s.Global_randomness_is_neither_read_nor_advanced(), (_, _) => Rows(randn(5, 12)));

    private static FeatureWeights Rows(Tensor decoder) => new(decoder * 0.1, zeros(decoder.shape[0]), decoder);

    private static void Catches(Action<Subject> check, Body body)
    {
        using var subject = new Subject(body, usesRandomness: true);
        Assert.ThrowsAny<XunitException>(() => check(subject));
    }

    private sealed class Subject(Body body, bool usesRandomness) : ReinitializerConformance
    {
        protected override bool UsesRandomness => usesRandomness;

        protected override IDeadFeatureReinitializer Create() => new Reinitializer(body);
    }

    private sealed class Reinitializer(Body body) : IDeadFeatureReinitializer
    {
        public FeatureWeights Propose(DeadFeatures dead, ComponentContext context) => body(dead, context);
    }
}
