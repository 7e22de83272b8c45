using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Conformance;

/// <summary>Each check of the conformance library fails for an initializer that breaks its rule, and passes for a plain one.</summary>
public sealed class InitializerConformanceTests
{
    private static IReadOnlyList<Rule<CheckedInitializer>> Rules => InitializerRules.All;

    private delegate AutoencoderWeights Body(DictionaryShape shape, Tensor sample, ComponentContext context);

    [Fact]
    public void A_plain_initializer_passes()
    {
        var plain = Rules.Where(rule => !ComponentRules.Of<CheckedInitializer>().Any(one => one.Statement == rule.Statement)).ToArray();
        Assert.Equal(10, plain.Length);
        Assert.All(plain, rule => rule.Check(() => Subject((shape, _, context) => Plain(shape, context))));
    }

    [Fact]
    public void A_transposed_decoder_is_caught() =>
        Catches(
            "Weights have the shape asked for and finite float32 values",
            (shape, _, context) => Plain(shape, context) with { DecoderWeight = ones(12, 24) }
        );

    [Fact]
    public void A_value_that_is_not_a_number_is_caught() =>
        Catches(
            "Weights have the shape asked for and finite float32 values",
            (shape, _, context) => Plain(shape, context) with { EncoderBias = full(24, float.NaN) }
        );

    [Fact]
    public void Decoder_rows_of_another_length_are_caught() =>
        Catches(
            "Weights have the shape asked for and finite float32 values",
            (shape, _, context) => Plain(shape, context) with { DecoderWeight = ones(24, 12) }
        );

    [Fact]
    public void Float64_is_caught() =>
        Catches(
            "Weights have the shape asked for and finite float32 values",
            (shape, _, context) => Plain(shape, context) with { DecoderBias = zeros(12, dtype: ScalarType.Float64) }
        );

    [Fact]
    public void An_encoder_that_makes_the_first_loss_infinite_is_caught() =>
        Catches("The first loss is finite", (shape, _, context) => Plain(shape, context) with { EncoderWeight = full(24, 12, 1e30f) });

    [Fact]
    public void Gradients_that_stay_switched_off_are_caught_and_switched_on_again()
    {
        Catches(
            "No tensor outlives the call except what it returns",
            (shape, _, context) =>
            {
                set_grad_enabled(false);
                return Plain(shape, context);
            }
        );
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Memory_of_the_call_before_is_caught()
    {
        var calls = 0;
        Catches(
            "The same seed gives the same bytes",
            (shape, _, context) => Plain(shape, context) with { DecoderBias = full(12, (float)calls++) }
        );
    }

    [Fact]
    public void A_dictionary_that_ignores_the_seed_is_caught() =>
        Catches(
            "A different seed gives a different dictionary (unless it is deterministic)",
            (_, sample, context) => AutoencoderWeights.FromDirections(ones(24, 12), sample, new Options(), context)
        );

    [Fact]
    public void Rows_of_a_sample_that_repeats_itself_are_caught() =>
        Catches(
            "Where the sample repeats itself directions differ",
            (_, sample, context) =>
                // The first 192 rows come again; the first of all is zero.
                AutoencoderWeights.FromDirections(cat([sample.narrow(0, 1, 12), sample.narrow(0, 193, 12)]), sample, new Options(), context)
        );

    [Fact]
    public void Writing_into_the_sample_is_caught() =>
        Catches(
            "The sample is left as it was",
            (shape, sample, context) =>
            {
                sample.mul_(2);
                return Plain(shape, context);
            }
        );

    [Fact]
    public void Returning_a_part_of_the_sample_is_caught() =>
        Catches("What it returns shares no memory", (shape, sample, context) => Plain(shape, context) with { DecoderBias = sample[0] });

    [Fact]
    public void Returning_one_tensor_as_encoder_and_decoder_is_caught() =>
        Catches(
            "What it returns shares no memory",
            (shape, _, context) =>
            {
                var weights = Plain(shape, context);
                return weights with { EncoderWeight = weights.DecoderWeight };
            }
        );

    [Fact]
    public void A_tensor_that_is_kept_is_caught()
    {
        var kept = new List<Tensor>();
        Catches(
            "No tensor outlives the call except what it returns",
            (shape, _, context) =>
            {
                kept.Add(zeros(1).DetachFromDisposeScope());
                return Plain(shape, context);
            }
        );
    }

    [Fact]
    public void A_dispose_scope_that_stays_open_is_caught_and_closed()
    {
        var before = CurrentDisposeScope;
        Catches(
            "No tensor outlives the call except what it returns",
            (shape, _, context) =>
            {
                NewDisposeScope();
                return Plain(shape, context);
            }
        );
        Assert.Same(before, CurrentDisposeScope);
    }

    [Fact]
    public void Drawing_from_the_global_generator_is_caught() =>
        Catches(
            "Global randomness is neither read nor advanced",
            (shape, _, context) => Plain(shape, context) with { DecoderBias = rand(12) }
        );

    [Fact]
    public void Failing_when_cancelled_is_caught() =>
        Catches(
            "A cancelled call ends",
            (shape, _, context) =>
                context.Cancellation.IsCancellationRequested ? throw new InvalidOperationException() : Plain(shape, context)
        );

    private static AutoencoderWeights Plain(DictionaryShape shape, ComponentContext context)
    {
        var directions = randn(shape.Features, shape.ActivationDim, generator: context.Random);
        return AutoencoderWeights.FromDirections(directions, directions, new Options(), context);
    }

    private static void Catches(string rule, Body body) =>
        Assert.Throws<ConformanceException>(() => Rules.Single(one => one.Statement == rule).Check(() => Subject(body)));

    private static CheckedInitializer Subject(Body body) => new(() => new Initializer(body));

    private sealed record Options : InitializerOptions;

    private sealed class Initializer(Body body) : IDictionaryInitializer
    {
        public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context) =>
            body(shape, sample, context);
    }
}
