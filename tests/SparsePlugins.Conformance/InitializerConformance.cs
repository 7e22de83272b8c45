using SparsePlugins.Contracts;
using Xunit;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>What every initializer owes. Inherit it, say how to make one, and add what is special about it.</summary>
public abstract class InitializerConformance : ComponentConformance
{
    private AutoencoderWeights? _weights;

    /// <summary>A new initializer.</summary>
    protected abstract IDictionaryInitializer Create();

    /// <summary>Whether another seed gives another dictionary; override it for one that reads the sample alone.</summary>
    protected virtual bool UsesRandomness => true;

    /// <summary>The problem that <see cref="Weights"/> start.</summary>
    protected ToyProblem Problem { get; } = new();

    /// <summary>What the initializer makes of <see cref="Problem"/>.</summary>
    protected AutoencoderWeights Weights => _weights ??= Initialize(Problem);

    /// <inheritdoc/>
    protected sealed override Type ComponentType => Create().GetType();

    /// <summary>What a new initializer makes of a problem.</summary>
    /// <param name="problem">Shape and sample.</param>
    /// <param name="seed">The seed of the call's stream.</param>
    protected AutoencoderWeights Initialize(ToyProblem problem, ulong seed = 7) => Initialize(problem.Shape, problem.Sample, seed);

    private AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ulong seed = 7)
    {
        using var context = ToyProblem.Context(seed);
        return Create().Initialize(shape, sample, context);
    }

    [Theory]
    [InlineData(12, 24)]
    [InlineData(6, 6)]
    [InlineData(8, 5)]
    [InlineData(7, 17)]
    [InlineData(3, 1)]
    public void Weights_have_the_shape_asked_for_and_finite_float32_values(int activationDim, int features)
    {
        var weights = Initialize(new ToyProblem(activationDim, features));
        ReturnedShape.AssertIs("EncoderWeight", weights.EncoderWeight, "[F, D]", features, activationDim);
        ReturnedShape.AssertIs("EncoderBias", weights.EncoderBias, "[F]", features);
        ReturnedShape.AssertIs("DecoderWeight", weights.DecoderWeight, "[F, D]", features, activationDim);
        ReturnedShape.AssertIs("DecoderBias", weights.DecoderBias, "[D]", activationDim);
        ReturnedShape.AssertUnitRows("DecoderWeight", weights.DecoderWeight);
    }

    [Fact]
    public void Where_the_sample_repeats_itself_directions_differ()
    {
        var weights = Initialize(Problem.Shape, ToyProblem.Repeated(Problem.Sample, 3 * (int)Problem.Sample.shape[0]));
        var coinciding = Directions.CountCoinciding(weights.DecoderWeight);
        Assert.True(
            coinciding == 0,
            $"{coinciding} of {weights.DecoderWeight.shape[0]} directions coincide with another, on a sample with copies and multiples of its rows; such features "
                + "may never part: take rows at the places that SampleDirections.Shuffle(sample, context) or Directions.Distinct(rows) gives"
        );
    }

    [Fact]
    public void The_first_loss_is_finite()
    {
        // TorchSharp ends the process where the shapes of a matmul don't fit, but not where those of mm don't.
        var codes = (Problem.Sample.mm(Weights.EncoderWeight.T) + Weights.EncoderBias).relu(); // [N, F]
        var residuals = Problem.Sample - codes.mm(Weights.DecoderWeight) - Weights.DecoderBias; // [N, D]
        var loss = residuals.square().sum().item<float>();
        Assert.True(
            float.IsFinite(loss),
            $"the loss before the first update is {loss}; the encoder reads too strongly: scale its rows down"
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        Conduct.AssertSame(Result(7), Result(7), "two initializers with one seed differ");
        using var context = ToyProblem.Context();
        var initializer = Create();
        initializer.Initialize(Problem.Shape, Problem.Sample, context);
        using var again = ToyProblem.Context();
        var second = initializer.Initialize(Problem.Shape, Problem.Sample, again);
        Conduct.AssertSame(Result(7), Bytes(second), "a second call differs from the first: the initializer keeps something");
    }

    [Fact]
    public void Another_seed_gives_another_dictionary_if_chance_plays_a_part()
    {
        var same = TensorAssertions
            .Bytes(Weights.DecoderWeight)
            .SequenceEqual(TensorAssertions.Bytes(Initialize(Problem, 8).DecoderWeight));
        Assert.True(UsesRandomness == !same, Chance.Complaint(UsesRandomness, "dictionary"));
    }

    [Fact]
    public void The_sample_is_left_as_it_was() => Conduct.LeavesUntouched([Problem.Sample], () => Initialize(Problem));

    [Fact]
    public void What_it_returns_shares_no_memory() => Conduct.OwnsItsResults([Problem.Sample], () => Tensors(Initialize(Problem)));

    [Fact]
    public void Nothing_outlives_the_call_but_what_it_returns() => Conduct.LeavesNothingBehind(() => Initialize(Problem));

    [Fact]
    public void Global_randomness_is_neither_read_nor_advanced() => Conduct.UsesNoGlobalRandomness(() => Result(7));

    [Fact]
    public void A_cancelled_call_ends() =>
        Conduct.EndsWhenCancelled(context => Create().Initialize(Problem.Shape, Problem.Sample, context));

    private byte[][] Result(ulong seed) => Bytes(Initialize(Problem, seed));

    private static byte[][] Bytes(AutoencoderWeights weights) => [.. Tensors(weights).Select(TensorAssertions.Bytes)];

    private static Tensor[] Tensors(AutoencoderWeights weights) =>
        [weights.EncoderWeight, weights.EncoderBias, weights.DecoderWeight, weights.DecoderBias];
}
