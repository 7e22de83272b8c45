using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Sources;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

/// <summary>What sources say of each row is what the row was made of.</summary>
public sealed class TrueFiringTests : TorchTest
{
    private const int Rows = 200;

    [Fact]
    public void A_row_of_the_benchmark_lies_in_the_span_of_what_fires()
    {
        var source = new SynthSaeBenchSource(new SynthSaeBenchOptions { Shrink = 64, BiasLength = 0 }); // 256 features in 34 dimensions.
        AssertSpanned(source, source, source);
    }

    [Fact]
    public void So_does_a_row_of_the_toy()
    {
        var source = new ToySuperpositionSource(
            new ToySuperpositionOptions
            {
                ActivationDim = 32,
                Features = 64,
                Active = 3,
                AllZero = AllZeroRule.ForceOne,
            }
        );
        AssertSpanned(source, source, source);
    }

    [Fact]
    public void Parents_are_those_of_the_trees()
    {
        using var context = ToyProblem.Context();
        var parents = new SynthSaeBenchSource(new SynthSaeBenchOptions { Shrink = 64 }).Parents(context);

        // 2 roots; 8, 32 and 128 features below them; 86 in no tree.
        Assert.Equal(256, parents.Count);
        Assert.Equal([-1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3], parents.Take(15));
        Assert.Equal([41, 41, -1], parents.Skip(168).Take(3));
    }

    [Fact]
    public void Children_fire_with_their_parent()
    {
        using var context = ToyProblem.Context();
        var source = new SynthSaeBenchSource(new SynthSaeBenchOptions { Shrink = 64 });
        var parents = source.Parents(context);
        var rows = source.Firing(context, DataSplit.Evaluation, 3, 2000);

        Assert.True(rows.Sum(row => row.Count(feature => parents[feature] >= 0)) > 2000);
        Assert.All(rows, row => Assert.All(row, feature => Assert.True(parents[feature] < 0 || row.Contains(parents[feature]))));
    }

    /// <summary>Of a row nothing is left once its active directions, fewer than dimensions, are fitted to it; without the last one something is.</summary>
    private static void AssertSpanned(IActivationSource source, IGroundTruth knowing, ITrueFiring firing)
    {
        using var context = ToyProblem.Context();
        using var again = ToyProblem.Context();
        using var stream = source.Open(context);
        var (batch, features) = (stream.Batch(DataSplit.Evaluation, 2, Rows), knowing.Reveal(again).Features);
        var active = firing.Firing(again, DataSplit.Evaluation, 2, Rows);
        var looked = Enumerable
            .Range(0, Rows)
            .Where(row => active[row].Length > 1 && active[row].Length < source.ActivationDim / 2)
            .ToArray();

        Assert.True(looked.Length > Rows / 2, $"{looked.Length} rows");
        Assert.All(looked, row => Assert.InRange(Left(row, active[row]), 0, 1e-4));
        Assert.All(looked, row => Assert.InRange(Left(row, active[row][..^1]), 1e-4, double.PositiveInfinity));

        double Left(int row, int[] chosen)
        {
            var directions = features[tensor(chosen, dtype: ScalarType.Int64)].t();
            var (fitted, _, _, _) = linalg.lstsq(directions, batch[row].unsqueeze(1));
            return (directions.mm(fitted).squeeze(1) - batch[row]).norm().item<float>();
        }
    }
}
