using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of initializers.</summary>
public static class InitializerRules
{
    private static readonly (int ActivationDim, int Features)[] Sizes = [(12, 24), (6, 6), (8, 5), (7, 17), (3, 1)];

    /// <summary>The rules, those of every component first.</summary>
    public static IReadOnlyList<Rule<CheckedInitializer>> All { get; } =
    [
        .. ComponentRules.Of<CheckedInitializer>(),
        new("Weights have the shape asked for and finite float32 values", WeightsFit),
        new("Where the sample repeats itself directions differ", DirectionsDiffer),
        new("The first loss is finite", FirstLossIsFinite),
        new("The same seed gives the same bytes", SameSeedSameBytes),
        new("A different seed gives a different dictionary (unless it is deterministic)", AnotherSeedAnotherDictionary)
        {
            IsOfChance = true,
        },
        new("The sample is left as it was", it => Conduct.LeavesUntouched([it.Problem.Sample], () => it.Initialize(it.Problem))),
        new(
            "What it returns shares no memory",
            it => Conduct.OwnsItsResults([it.Problem.Sample], () => Tensors(it.Initialize(it.Problem)))
        ),
        new("No tensor outlives the call except what it returns", it => Conduct.LeavesNothingBehind(() => it.Initialize(it.Problem))),
        new("Global randomness is neither read nor advanced", it => Conduct.UsesNoGlobalRandomness(() => Result(it, 7))),
        new(
            "A cancelled call ends",
            it => Conduct.EndsWhenCancelled(context => it.Create().Initialize(it.Problem.Shape, it.Problem.Sample, context))
        ),
    ];

    private static void WeightsFit(CheckedInitializer it)
    {
        var fixedWidth = it.Width;
        foreach (var (width, features) in Sizes)
        {
            var activationDim = fixedWidth ?? width;
            var weights = it.Initialize(new ToyProblem(activationDim, features));
            ReturnedShape.AssertIs("EncoderWeight", weights.EncoderWeight, "[F, D]", features, activationDim);
            ReturnedShape.AssertIs("EncoderBias", weights.EncoderBias, "[F]", features);
            ReturnedShape.AssertIs("DecoderWeight", weights.DecoderWeight, "[F, D]", features, activationDim);
            ReturnedShape.AssertIs("DecoderBias", weights.DecoderBias, "[D]", activationDim);
            if (!it.HasOwnRowLengths)
            {
                ReturnedShape.AssertLength("DecoderWeight", weights.DecoderWeight, it.DecoderScale);
            }
        }
    }

    private static void DirectionsDiffer(CheckedInitializer it)
    {
        var sample = it.Problem.Sample;
        var weights = it.Initialize(it.Problem.Shape, ToyProblem.Repeated(sample, 3 * (int)sample.shape[0]));
        var coinciding = Directions.CountCoinciding(weights.DecoderWeight);
        Require.That(
            coinciding == 0,
            $"{coinciding} of {weights.DecoderWeight.shape[0]} directions coincide with another, on a sample with copies and multiples of its rows; such features "
                + "may never part: take rows at the places that SampleDirections.Shuffle(sample, context) or Directions.Distinct(rows) gives"
        );
    }

    private static void FirstLossIsFinite(CheckedInitializer it)
    {
        var (sample, weights) = (it.Problem.Sample, it.Weights);
        // TorchSharp ends the process where the shapes of a matmul don't fit, but not where those of mm don't.
        var codes = (sample.mm(weights.EncoderWeight.T) + weights.EncoderBias).relu(); // [N, F]
        var residuals = sample - codes.mm(weights.DecoderWeight) - weights.DecoderBias; // [N, D]
        var loss = residuals.square().sum().item<float>();
        Require.That(
            float.IsFinite(loss),
            $"the loss before the first update is {loss}; the encoder reads too strongly: scale its rows down"
        );
    }

    private static void SameSeedSameBytes(CheckedInitializer it)
    {
        Conduct.AssertSame(Result(it, 7), Result(it, 7), "two initializers with one seed differ");
        using var context = ToyProblem.Context();
        var initializer = it.Create();
        initializer.Initialize(it.Problem.Shape, it.Problem.Sample, context);
        using var again = ToyProblem.Context();
        var second = initializer.Initialize(it.Problem.Shape, it.Problem.Sample, again);
        Conduct.AssertSame(Result(it, 7), Bytes(second), "a second call differs from the first: the initializer keeps something");
    }

    private static void AnotherSeedAnotherDictionary(CheckedInitializer it)
    {
        var other = it.Initialize(it.Problem, 8).DecoderWeight;
        var same = TensorAssertions.Bytes(it.Weights.DecoderWeight).SequenceEqual(TensorAssertions.Bytes(other));
        Require.That(it.UsesRandomness == !same, Chance.Complaint(it.UsesRandomness, "dictionary"));
    }

    private static byte[][] Result(CheckedInitializer it, ulong seed) => Bytes(it.Initialize(it.Problem, seed));

    private static byte[][] Bytes(AutoencoderWeights weights) => [.. Tensors(weights).Select(TensorAssertions.Bytes)];

    private static Tensor[] Tensors(AutoencoderWeights weights) =>
        [weights.EncoderWeight, weights.EncoderBias, weights.DecoderWeight, weights.DecoderBias];
}
