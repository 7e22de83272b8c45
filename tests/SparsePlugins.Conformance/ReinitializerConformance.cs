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
    public void It_proposes_rows_for_dead_features_finite_and_float32(int count)
    {
        var proposal = Propose(Problem.Dead(count));
        AssertFits(proposal, count);
        Assert.True(proposal.EncoderBias.shape[0] > 0, "it proposes no row, although there are directions that no feature has");
        Assert.All(
            TensorAssertions.Numbers(proposal.DecoderWeight.norm(dim: 1)),
            length =>
                Assert.True(length > 0, "a decoder row is zero; a direction must not be: leave the feature dead where data gives none")
        );
    }

    [Theory]
    [InlineData(3)]
    [InlineData(24)]
    public void Where_data_repeats_itself_it_proposes_different_directions_and_leaves_the_rest_dead(int count)
    {
        var proposal = Propose(Problem.DeadAmongCopies(count));
        AssertFits(proposal, count);
        var coinciding = Directions.CountCoinciding(proposal.DecoderWeight);
        Assert.True(
            coinciding == 0,
            $"{coinciding} of {proposal.DecoderWeight.shape[0]} proposed directions coincide with another; such features never part: "
                + "take dead.NewDirections(candidates), which may be fewer than the dead features, and propose as many rows"
        );
    }

    [Fact]
    public void Where_everything_is_dead_again_and_again_new_encoders_do_not_shrink()
    {
        var dead = Problem.Dead(24);
        var lengths = new List<double>();
        for (var look = 0; look < 6; look++)
        {
            var proposal = Propose(dead);
            lengths.Add(proposal.EncoderWeight.norm(dim: 1).mean().item<float>());
            dead = dead with { Weights = Written(dead, proposal) };
        }

        Assert.True(
            lengths[^1] > lengths[0] / 2,
            $"where all features are dead, the mean length of new encoder rows falls from {lengths[0]:G3} to {lengths[^1]:G3} in six revivals: "
                + "take the scale from dead.Living, never from encoder rows that may be those of the last revival"
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

    private void AssertFits(FeatureWeights proposal, int dead)
    {
        // Fewer rows than dead features are a whole answer; another shape is compared with that of all.
        var rows = proposal.DecoderWeight.shape is [var some, _] && some < dead ? some : dead;
        ReturnedShape.AssertIs("EncoderWeight", proposal.EncoderWeight, "[P, D]", rows, Problem.Shape.ActivationDim);
        ReturnedShape.AssertIs("EncoderBias", proposal.EncoderBias, "[P]", rows);
        ReturnedShape.AssertIs("DecoderWeight", proposal.DecoderWeight, "[P, D]", rows, Problem.Shape.ActivationDim);
    }

    /// <summary>The autoencoder after the proposal was written.</summary>
    private static AutoencoderWeights Written(DeadFeatures dead, FeatureWeights proposal)
    {
        var features = dead.Indices.narrow(0, 0, proposal.EncoderBias.shape[0]);
        return dead.Weights with
        {
            EncoderWeight = dead.Weights.EncoderWeight.index_copy(0, features, proposal.EncoderWeight),
            EncoderBias = dead.Weights.EncoderBias.index_copy(0, features, proposal.EncoderBias),
            DecoderWeight = dead.Weights.DecoderWeight.index_copy(0, features, Directions.Unit(proposal.DecoderWeight)),
        };
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
