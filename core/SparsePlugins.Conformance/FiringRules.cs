using SparsePlugins.Contracts;

namespace SparsePlugins.Conformance;

/// <summary>The rules of what a source says of each row, and of its trees, where it knows them.</summary>
internal static class FiringRules
{
    private const int Rows = 4096;

    internal static void FiringFits(CheckedSource it)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var context = ToyProblem.Context();
        if (it.Create() is not ITrueFiring source)
        {
            return;
        }

        var firing = source.Firing(context, DataSplit.Evaluation, 1, Rows);
        Require.That(firing.Count == Rows, $"the firing of {Rows} rows has {firing.Count}");
        var probabilities = TensorAssertions.Numbers(it.Reveal(7)!.FiringProbabilities);
        Require.All(firing, row => AreFeatures(row, probabilities.Length));
        var again = source.Firing(context, DataSplit.Evaluation, 1, Rows);
        Require.That(
            firing.Zip(again).All(pair => pair.First.SequenceEqual(pair.Second)),
            "the firing of one batch differs between two calls"
        );
        AreAsOften(firing, probabilities);
    }

    internal static void ParentsFit(CheckedSource it)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var context = ToyProblem.Context();
        if (it.Create() is not IHierarchy source)
        {
            return;
        }

        var (parents, count) = (source.Parents(context), it.Reveal(7)!.Features.shape[0]);
        Require.That(parents.Count == count, $"there are {parents.Count} parents; expected [G] = [{count}]");
        Require.All(parents, parent => Require.That(parent >= -1 && parent < count, $"a parent is {parent}; expected -1 to {count - 1}"));
        Require.All(Enumerable.Range(0, parents.Count), feature => Ends(parents, feature));
    }

    private static void Ends(IReadOnlyList<int> parents, int feature)
    {
        var (at, steps) = (feature, 0);
        for (; at >= 0 && steps <= parents.Count; steps++)
        {
            at = parents[at];
        }

        Require.That(at < 0, $"the parents of feature {feature} never end");
    }

    private static void AreFeatures(int[] row, int count) =>
        Require.That(
            row.All(feature => feature >= 0 && feature < count) && row.Zip(row.Skip(1)).All(pair => pair.First < pair.Second),
            $"a row has the features [{string.Join(", ", row)}]; expected different ones from 0 to {count - 1}, ascending"
        );

    /// <summary>On average over features: how often one of them fires may depend on the batch.</summary>
    private static void AreAsOften(IReadOnlyList<int[]> firing, double[] probabilities)
    {
        var (counted, stated) = (firing.Average(row => row.Length), probabilities.Sum());
        Require.That(
            Math.Abs(counted - stated) <= 0.1 * stated + 0.05,
            $"a row has {counted:0.###} active features on average; the stated probabilities are {stated:0.###} together"
        );
        Require.All(
            firing.SelectMany(row => row).Distinct(),
            feature => Require.That(probabilities[feature] > 0, $"feature {feature} fires, and its stated probability is 0")
        );
    }
}
