namespace SparsePlugins.Reporting.Tests;

public sealed class AgreementTests
{
    /// <summary>
    /// Of the seeds 1, 2 and 3 the baseline's pairs agree by 0.1, 0.2 and 0.3, and the variant's by 0.4 each: a difference of 0.2. The baseline's
    /// seed 4, which the variant lost, agrees with all others by 0.9.
    /// </summary>
    [Fact]
    public void A_seed_that_a_variant_lost_is_in_no_difference()
    {
        RunRecord[] runs = [.. Example.Runs(Example.Four.Where(one => one.Initializer is "orthogonal" or "xavier"), 4)];
        var agreement = new AgreementRecord([
            .. Pairs(runs, "orthogonal", [(1, 2, 0.1), (1, 3, 0.2), (2, 3, 0.3), (1, 4, 0.9), (2, 4, 0.9), (3, 4, 0.9)]),
            .. Pairs(runs, "xavier", [(1, 2, 0.4), (1, 3, 0.4), (2, 3, 0.4)]),
        ]);
        var row = Agreements.find(Example.Experiment(runs), agreement, runs).Single(one => one.Variant.Name == "xavier");

        Assert.Equal(3, row.Seeds);
        Assert.Equal(0.4, row.Cosine.Mean, 12);
        Assert.Equal(0.2, row.Difference!.Value.Mean, 12);
    }

    private static IEnumerable<AgreementPair> Pairs(RunRecord[] runs, string initializer, (int First, int Second, double Cosine)[] pairs)
    {
        string Id(int seed) => runs.Single(run => run.Initializer == initializer && run.Seed == seed).Id;
        return pairs.Select(pair => new AgreementPair(Id(pair.First), Id(pair.Second), 10, pair.Cosine, 0, 0));
    }
}
