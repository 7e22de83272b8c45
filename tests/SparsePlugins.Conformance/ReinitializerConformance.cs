using SparsePlugins.Contracts;
using Xunit;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>What every reinitializer of dead features owes. Inherit it, say how to make one, and add what is special about it.</summary>
public abstract class ReinitializerConformance : ComponentConformance
{
    /// <summary>A new reinitializer.</summary>
    protected abstract IDeadFeatureReinitializer Create();

    /// <summary>Whether another seed gives other rows; override it for one that reads the data alone.</summary>
    protected virtual bool UsesRandomness => true;

    /// <summary>The problem whose features died; F is 24.</summary>
    protected ToyProblem Problem { get; } = new();

    /// <inheritdoc/>
    protected sealed override Type ComponentType => Create().GetType();

    /// <summary>What a new reinitializer proposes.</summary>
    /// <param name="dead">The dead features.</param>
    /// <param name="seed">The seed of the call's stream.</param>
    protected FeatureWeights Propose(DeadFeatures dead, ulong seed = 7)
    {
        using var context = ToyProblem.Context(seed);
        return Create().Propose(dead, context);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(24)]
    public void It_proposes_a_row_for_each_dead_feature_finite_and_float32(int count)
    {
        var proposal = Propose(Problem.Dead(count));
        ReturnedShape.AssertIs("EncoderWeight", proposal.EncoderWeight, "[K, D]", count, Problem.Shape.ActivationDim);
        ReturnedShape.AssertIs("EncoderBias", proposal.EncoderBias, "[K]", count);
        ReturnedShape.AssertIs("DecoderWeight", proposal.DecoderWeight, "[K, D]", count, Problem.Shape.ActivationDim);
        Assert.All(
            TensorAssertions.Numbers(proposal.DecoderWeight.norm(dim: 1)),
            length => Assert.True(length > 0, "a decoder row is zero; a direction must not be: propose another one where data gives none")
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes() => Conduct.AssertSame(Result(7), Result(7), "two calls with one seed differ");

    [Fact]
    public void Another_seed_gives_other_rows_if_chance_plays_a_part() =>
        Assert.True(UsesRandomness == !Conduct.AreSame(Result(7), Result(8)), Chance.Complaint(UsesRandomness, "proposal"));

    [Fact]
    public void What_it_is_told_is_left_as_it_was()
    {
        var dead = Problem.Dead(5);
        Conduct.LeavesUntouched(Inputs(dead), () => Propose(dead));
    }

    [Fact]
    public void What_it_returns_shares_no_memory()
    {
        var dead = Problem.Dead(5);
        Conduct.OwnsItsResults(Inputs(dead), () => Tensors(Propose(dead)));
    }

    [Fact]
    public void Nothing_outlives_the_call_but_what_it_returns()
    {
        var dead = Problem.Dead(5);
        Conduct.LeavesNothingBehind(() => Propose(dead));
    }

    [Fact]
    public void Global_randomness_is_neither_read_nor_advanced() => Conduct.UsesNoGlobalRandomness(() => Result(7));

    [Fact]
    public void A_cancelled_call_ends()
    {
        var dead = Problem.Dead(5);
        Conduct.EndsWhenCancelled(context => Create().Propose(dead, context));
    }

    private byte[][] Result(ulong seed) => [.. Tensors(Propose(Problem.Dead(5), seed)).Select(TensorAssertions.Bytes)];

    private static Tensor[] Tensors(FeatureWeights proposal) => [proposal.EncoderWeight, proposal.EncoderBias, proposal.DecoderWeight];

    private static Tensor[] Inputs(DeadFeatures dead) =>
        [
            dead.Indices,
            dead.Weights.EncoderWeight,
            dead.Weights.EncoderBias,
            dead.Weights.DecoderWeight,
            dead.Weights.DecoderBias,
            dead.WorstExamples,
            dead.WorstLosses,
            dead.WorstResiduals,
            dead.Sample,
            dead.SampleLosses,
        ];
}
