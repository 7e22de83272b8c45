using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of reinitializers of dead features.</summary>
public static class ReinitializerRules
{
    private const int FewDead = 5;

    /// <summary>The rules, those of every component first.</summary>
    public static IReadOnlyList<Rule<CheckedReinitializer>> All { get; } =
    [
        .. ComponentRules.Of<CheckedReinitializer>(),
        new("It proposes rows for dead features finite and float32", RowsFit),
        new("Where data repeats itself it proposes different directions and leaves the rest dead", DirectionsDiffer),
        new("Where everything is dead again and again new encoders do not shrink", EncodersKeepTheirScale),
        new("The same seed gives the same bytes", it => Conduct.AssertSame(Result(it, 7), Result(it, 7), "two calls with one seed differ")),
        new("A different seed gives different rows (unless they are deterministic)", AnotherSeedOtherRows) { IsOfChance = true },
        new("Its inputs are left as they were", WithDead((it, dead) => Conduct.LeavesUntouched(Inputs(dead), () => it.Propose(dead)))),
        new(
            "What it returns shares no memory",
            WithDead((it, dead) => Conduct.OwnsItsResults(Inputs(dead), () => Tensors(it.Propose(dead))))
        ),
        new(
            "No tensor outlives the call except what it returns",
            WithDead((it, dead) => Conduct.LeavesNothingBehind(() => it.Propose(dead)))
        ),
        new("Global randomness is neither read nor advanced", it => Conduct.UsesNoGlobalRandomness(() => Result(it, 7))),
        new("A cancelled call ends", WithDead((it, dead) => Conduct.EndsWhenCancelled(context => it.Create().Propose(dead, context)))),
    ];

    private static Action<CheckedReinitializer> WithDead(Action<CheckedReinitializer, DeadFeatures> test) =>
        it => test(it, it.Problem.Dead(FewDead));

    private static void RowsFit(CheckedReinitializer it)
    {
        foreach (var count in new[] { 1, FewDead, it.Problem.Shape.Features })
        {
            var proposal = it.Propose(it.Problem.Dead(count));
            RequireFits(it, proposal, count);
            Require.That(proposal.EncoderBias.shape[0] > 0, "it proposes no row, although there are directions that no feature has");
            Require.All(
                TensorAssertions.Numbers(proposal.DecoderWeight.norm(dim: 1)),
                length =>
                    Require.That(length > 0, "a decoder row is zero; a direction must not be: leave the feature dead where data gives none")
            );
        }
    }

    private static void DirectionsDiffer(CheckedReinitializer it)
    {
        foreach (var count in new[] { 3, it.Problem.Shape.Features })
        {
            var proposal = it.Propose(it.Problem.DeadAmongCopies(count));
            RequireFits(it, proposal, count);
            var coinciding = Directions.CountCoinciding(proposal.DecoderWeight);
            Require.That(
                coinciding == 0,
                $"{coinciding} of {proposal.DecoderWeight.shape[0]} proposed directions coincide with another; such features never part: "
                    + "take dead.NewDirections(candidates), which may be fewer than the dead features, and propose as many rows"
            );
        }
    }

    private static void EncodersKeepTheirScale(CheckedReinitializer it)
    {
        var dead = it.Problem.Dead(it.Problem.Shape.Features);
        var lengths = new List<double>();
        for (var look = 0; look < 6; look++)
        {
            var proposal = it.Propose(dead);
            lengths.Add(proposal.EncoderWeight.norm(dim: 1).mean().item<float>());
            dead = dead with { Weights = Written(dead, proposal) };
        }

        Require.That(
            lengths[^1] > lengths[0] / 2,
            $"where all features are dead, the mean length of new encoder rows falls from {lengths[0]:G3} to {lengths[^1]:G3} in six revivals: "
                + "take the scale from dead.Living, never from encoder rows that may be those of the last revival"
        );
    }

    private static void AnotherSeedOtherRows(CheckedReinitializer it) =>
        Require.That(it.UsesRandomness == !Conduct.AreSame(Result(it, 7), Result(it, 8)), Chance.Complaint(it.UsesRandomness, "proposal"));

    private static void RequireFits(CheckedReinitializer it, FeatureWeights proposal, int dead)
    {
        // Fewer rows than dead features are a whole answer; another shape is compared with that of all.
        var rows = proposal.DecoderWeight.shape is [var some, _] && some < dead ? some : dead;
        ReturnedShape.AssertIs("EncoderWeight", proposal.EncoderWeight, "[P, D]", rows, it.Problem.Shape.ActivationDim);
        ReturnedShape.AssertIs("EncoderBias", proposal.EncoderBias, "[P]", rows);
        ReturnedShape.AssertIs("DecoderWeight", proposal.DecoderWeight, "[P, D]", rows, it.Problem.Shape.ActivationDim);
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

    private static byte[][] Result(CheckedReinitializer it, ulong seed) =>
        [.. Tensors(it.Propose(it.Problem.Dead(FewDead), seed)).Select(TensorAssertions.Bytes)];

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
