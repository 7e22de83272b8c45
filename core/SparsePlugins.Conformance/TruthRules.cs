using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The rules of what a source reveals, where it knows the truth.</summary>
internal static class TruthRules
{
    internal static void TruthFits(CheckedSource it)
    {
        using var scope = NewDisposeScope();
        if (it.Reveal(7) is not { } truth)
        {
            return;
        }

        var count = truth.Features.shape[0];
        ReturnedShape.AssertIs("Features", truth.Features, "[G, D]", count, it.Create().ActivationDim);
        ReturnedShape.AssertIs("FiringProbabilities", truth.FiringProbabilities, "[G]", count);
        ReturnedShape.AssertLength("Features", truth.Features, 1);
        Require.All(
            TensorAssertions.Numbers(truth.FiringProbabilities),
            probability => Require.That(probability is >= 0 and <= 1, $"a firing probability is {probability}; it must be from 0 to 1")
        );
    }

    internal static void SeedFixesTheTruth(CheckedSource it)
    {
        using var scope = NewDisposeScope();
        if (it.Reveal(7) is not { } truth)
        {
            return;
        }

        Conduct.AssertSame(Bytes(truth), Bytes(it.Reveal(7)!), "the truth of one seed differs between two calls");
        Require.That(
            !Bytes(truth)[0].SequenceEqual(Bytes(it.Reveal(8)!)[0]),
            "another seed reveals the same features; draw them from the context"
        );
    }

    internal static byte[][] Bytes(GroundTruth truth) =>
        [TensorAssertions.Bytes(truth.Features), TensorAssertions.Bytes(truth.FiringProbabilities)];
}
