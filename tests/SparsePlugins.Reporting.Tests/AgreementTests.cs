using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

public sealed class AgreementTests
{
    private const string Heading = "## Agreement between seeds";

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

    /// <summary>Of three pairs of seeds two were compared before it was stopped: a mean over those would not be that of the seeds.</summary>
    [Fact]
    public void A_variant_of_which_a_pair_is_missing_is_not_shown()
    {
        RunRecord[] runs = [.. Example.Runs(Example.Four.Take(1), 3)];
        var agreement = new AgreementRecord([.. Pairs(runs, "orthogonal", [(1, 2, 0.1), (1, 3, 0.2)])]);

        Assert.Empty(Agreements.find(Example.Experiment(runs), agreement, runs));
    }

    [Fact]
    public Task Seeds_are_compared_in_a_section_of_their_own()
    {
        RunRecord[] runs = [.. Two(record => record.WithWeights(record.Id))];
        var agreement = new AgreementRecord([
            .. Pairs(runs, "orthogonal", [(1, 2, 0.1), (1, 3, 0.2), (2, 3, 0.3)]),
            .. Pairs(runs, "xavier", [(1, 2, 0.4), (1, 3, 0.4), (2, 3, 0.4)]),
        ]);
        return Verifier.Verify(Section(runs, agreement), "md");
    }

    /// <summary>As after <c>--no-weights</c>.</summary>
    [Fact]
    public void Where_no_weights_are_kept_the_report_says_so()
    {
        var section = Section([.. Two(record => record.WithWeights(""))], new AgreementRecord([]));

        Assert.Contains("No variant has the weights of two seeds to compare.", section, StringComparison.Ordinal);
        Assert.Contains("6 of 6 finished runs kept no weights", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_asked_the_report_has_no_such_section() =>
        Assert.DoesNotContain(Heading, Text([.. Two(record => record)], agreement: null), StringComparison.Ordinal);

    private static IEnumerable<RunRecord> Two(Func<RunRecord, RunRecord> change) => Example.Runs(Example.Four.Take(2), 3).Select(change);

    private static string Text(RunRecord[] runs, AgreementRecord? agreement) =>
        ReportFormat.Markdown.Files(Report.Make(Example.Experiment(runs), runs, agreement))[0].Content;

    private static string Section(RunRecord[] runs, AgreementRecord agreement)
    {
        var text = Text(runs, agreement);
        var from = text.IndexOf(Heading, StringComparison.Ordinal);
        return text[from..text.IndexOf("\n## ", from + 1, StringComparison.Ordinal)];
    }

    private static IEnumerable<AgreementPair> Pairs(RunRecord[] runs, string initializer, (int First, int Second, double Cosine)[] pairs)
    {
        string Id(int seed) => runs.Single(run => run.Initializer == initializer && run.Seed == seed).Id;
        return pairs.Select(pair => new AgreementPair(Id(pair.First), Id(pair.Second), 10, pair.Cosine, 0, 0));
    }
}
