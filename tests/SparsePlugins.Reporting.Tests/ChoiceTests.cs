namespace SparsePlugins.Reporting.Tests;

/// <summary>Which settings trials choose, by outcomes made by hand.</summary>
public sealed class ChoiceTests
{
    private const double NaN = double.NaN;

    [Theory]
    [InlineData(false, 1, 0.3)] // The means are 0.5, 0.3 and 0.4.
    [InlineData(true, 0, 0.5)]
    public void The_best_mean_at_the_end_is_chosen(bool higherIsBetter, int chosen, double mean)
    {
        var choice = Choose("fvu", higherIsBetter, null, Ends(0.4, 0.6), Ends(0.1, 0.5), Ends(0.4, 0.4));

        Assert.Equal(chosen, choice.Candidate);
        Assert.Equal(mean, choice.Scores[chosen].Mean, 12);
        Assert.Equal([$"value {chosen}"], choice.Values);
    }

    [Fact]
    public void Of_equals_the_first_is_chosen() =>
        Assert.Equal(0, Choose("fvu", higherIsBetter: false, null, Ends(0.4, 0.6), Ends(0.6, 0.4)).Candidate);

    [Fact]
    public void A_combination_with_a_run_that_diverged_comes_after_those_without()
    {
        var choice = Choose("fvu", higherIsBetter: false, null, [End(1, 0.01), Diverged(2)], Ends(0.5, 0.5));

        Assert.Equal((1, 1), (choice.Candidate, choice.Scores[0].Sound));
    }

    [Fact]
    public void A_run_that_ends_without_a_value_counts_as_one_that_diverged() =>
        Assert.Equal(1, Choose("fvu", higherIsBetter: false, null, Ends(0.1, NaN), Ends(0.5, 0.5)).Candidate);

    [Fact]
    public void Where_all_diverged_the_first_is_taken_and_has_no_score()
    {
        var choice = Choose("fvu", higherIsBetter: false, null, [Diverged(1)], [Diverged(2)]);

        Assert.Equal(0, choice.Candidate);
        Assert.True(double.IsNaN(choice.Scores[0].Mean));
    }

    [Fact]
    public void The_fewest_steps_to_a_threshold_are_chosen()
    {
        var choice = Choose("mmcs >= 0.9", false, Example.AtLeast("mmcs", 0.9), Crossing(40, 60), Crossing(30, 50), Crossing(20, 90));

        Assert.Equal((1, 40, 2), (choice.Candidate, choice.Scores[1].Mean, choice.Scores[1].Reached));
    }

    [Fact]
    public void More_runs_at_the_threshold_count_before_fewer_steps() =>
        Assert.Equal(1, Choose("mmcs >= 0.9", false, Example.AtLeast("mmcs", 0.9), Crossing(10, null), Crossing(80, 90)).Candidate);

    [Fact]
    public void Each_variant_has_its_own_choice_and_the_runs_are_counted()
    {
        Trial[] trials =
        [
            new(0, Placed("orthogonal", "a"), End(1, 0.1)),
            new(1, Placed("orthogonal", "b"), End(1, 0.2)),
            new(0, Placed("data-sample", "c"), End(1, 0.4)),
            new(1, Placed("data-sample", "d"), End(1, 0.3)),
        ];

        var tuning = Choices.choose(Trials("fvu", false, null, 2, trials));

        Assert.Equal([("orthogonal", 0), ("data-sample", 1)], tuning.Variants.Select(variant => (variant.Initializer, variant.Candidate)));
        Assert.Equal(4, tuning.Runs);
    }

    private static RunRecord End(int seed, double fvu) =>
        Example.Record($"e/{seed}/{fvu}", "orthogonal", seed, [Example.Curve("fvu", "lower", [0, 100], step => step == 0 ? 9 : fvu)]);

    private static RunRecord Diverged(int seed) =>
        Example.Record($"d/{seed}", "orthogonal", seed, [Example.Curve("fvu", "lower", [0, 50], _ => 0.001)], Outcome.Diverged);

    private static RunRecord[] Ends(params double[] fvu) => [.. fvu.Select((value, seed) => End(seed + 1, value))];

    private static RunRecord[] Crossing(params long?[] steps) =>
        [.. steps.Select((step, seed) => Outcomes.Run("orthogonal", seed + 1, step, 100, 10))];

    private static TunedVariant Choose(string goal, bool higherIsBetter, ReportThreshold? threshold, params RunRecord[][] candidates)
    {
        var trials = candidates.SelectMany(
            (records, index) => records.Select(record => new Trial(index, Placed("orthogonal", record.Id), record))
        );
        return Assert.Single(Choices.choose(Trials(goal, higherIsBetter, threshold, candidates.Length, [.. trials])).Variants);
    }

    private static Trials Trials(string goal, bool higherIsBetter, ReportThreshold? threshold, int candidates, Trial[] trials)
    {
        string[] values = [.. Enumerable.Range(0, candidates).Select(index => $"value {index}")];
        return new(
            goal,
            higherIsBetter,
            threshold,
            [101, 102],
            [new TriedKey("key", values)],
            [.. values.Select(value => new[] { value })],
            trials
        );
    }

    private static ExperimentRun Placed(string initializer, string id) => new(id, "seed=1", "", 1, "", initializer, "none", replaced: null);
}
