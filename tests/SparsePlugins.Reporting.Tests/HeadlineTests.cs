using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

/// <summary>The lines that open a report, over hand-made outcomes.</summary>
public sealed class HeadlineTests
{
    private static readonly long?[] Never = [null, null, null, null, null];

    /// <summary>The baseline's crossings of every outcome below.</summary>
    private static readonly long?[] Slow = [200, 210, 190, 205, 195];

    private static readonly long?[] Fast = [100, 112, 94, 103, 96];

    private static readonly long?[] Noisy = [150, 230, 180, 260, 120];

    [Fact]
    public Task Every_kind_of_outcome_has_its_words() => Verifier.Verify(string.Join('\n', Cases().Select(Text)), "md");

    [Fact]
    public void No_headline_is_longer_than_four_lines() => Assert.All(Cases(), one => Assert.InRange(one.Lines.Count, 1, 4));

    [Fact]
    public void The_headline_opens_the_report_and_is_the_same_in_every_format()
    {
        RunRecord[] runs = [.. Ends("orthogonal", Slow, Slow, 0.2), .. Ends("data-sample", Fast, Noisy, 0.1)];
        var report = Report.Make(Experiment(runs), runs);

        var text = ReportFormat.Markdown.Files(report)[0].Content;
        var page = ReportFormat.Html.Files(report)[0].Content;

        Assert.Equal($"**{report.Headline[0]}**", text.Split('\n')[2]);
        Assert.All(report.Headline, line => Assert.Contains(Escaped(line), page, StringComparison.Ordinal));
        Assert.All(report.Headline.Skip(1), line => Assert.Contains($"\n- {Escaped(line)}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_clause_of_a_long_verdict_has_a_line()
    {
        const string Long = "orthogonal(encoder=tied,encoder_bias=quantile,firing_rate=0.02,firing_rate_decay=";
        var lines = Lines(
            Ends("orthogonal", Slow, [300, 310, 290, 305, 295], 0.2),
            Ends($"{Long}1)", Fast, [380, 391, 385, 394, 379], 0.3),
            Ends($"{Long}2)", [205, 212, 194, 203, 196], [150, 162, 144, 153, 146], 0.2),
            Ends($"{Long}3)", [207, 209, 191, 207, 199], [301, 308, 292, 303, 297], 0.1)
        );

        Assert.Equal(
            $"""
            {Long}1) and {Long}2) are faster than orthogonal to mmcs ≥ 0.9 (up to -50 %).
            {Long}2) is faster than orthogonal to mmcs ≥ 0.95 (-50 %).
            {Long}3) also wins in final fvu (-50 %).
            But {Long}1) is slower to mmcs ≥ 0.95 and worse in final fvu.
            Inconclusive: final mmcs (within 0.1 %).
            """,
            string.Join('\n', lines.Take(5))
        );
        Assert.StartsWith("mmcs ≥ 0.9: ", lines[5], StringComparison.Ordinal);
    }

    private static string Escaped(string line) => line.Replace("<", "&lt;", StringComparison.Ordinal);

    private static IEnumerable<(string Name, IReadOnlyList<string> Lines)> Cases()
    {
        yield return ("clear win", Lines(Run("orthogonal", Slow), Run("data-sample", Fast)));
        yield return ("loss, so that the baseline wins", Lines(Run("orthogonal", Fast), Run("data-sample", Slow)));
        yield return (
            "the baseline wins over three",
            Lines(Run("orthogonal", Fast), Run("xavier", Slow), Run("k-means", [220, 226, 215, 229, 222]), Run("data-sample", Never))
        );
        yield return ("tie", Lines(Run("orthogonal", Slow), Run("data-sample", Noisy)));
        yield return ("equal to the bit", Lines(Run("orthogonal", Slow), Run("data-sample", Slow)));
        yield return ("one seed", Lines(Run("orthogonal", [200]), Run("data-sample", [100])));
        yield return ("two seeds", Lines(Run("orthogonal", [200, 210]), Run("data-sample", [100, 90])));
        yield return ("all failed", Lines(Failed("orthogonal"), Failed("data-sample")));
        yield return ("one variant failed", Lines(Run("orthogonal", Slow), Run("xavier", Fast), Failed("data-sample")));
        yield return ("none reached", Lines(Run("orthogonal", Never), Run("data-sample", Never)));
        yield return ("reached by some", Lines(Run("orthogonal", [200, null, 190, null, 195]), Run("data-sample", Fast)));
        yield return ("suggestive only", Lines(Run("orthogonal", Slow), Run("data-sample", [150, 206, 140, 130, 182])));
        yield return (
            "two thresholds that disagree",
            Lines(Ends("orthogonal", Slow, [300, 310, 290, 305, 295], 0.2), Ends("data-sample", Fast, [380, 391, 385, 394, 379], 0.2))
        );
        yield return (
            "thresholds against final values",
            Lines(Ends("orthogonal", Fast, Slow, 0.1), Ends("data-sample", [102, 113, 92, 104, 97], Noisy, 0.2))
        );
        yield return ("final values alone", Lines(Ends("orthogonal", Never, Never, 0.2), Ends("data-sample", Never, Never, 0.1)));
        yield return (
            "a winner that loses elsewhere, and three criteria with different winners",
            Lines(
                Ends("orthogonal", Slow, [300, 310, 290, 305, 295], 0.2),
                Ends("data-sample", Fast, [380, 391, 385, 394, 379], 0.3),
                Ends("xavier", [205, 212, 194, 203, 196], [150, 162, 144, 153, 146], 0.2),
                Ends("k-means", [207, 209, 191, 207, 199], [301, 308, 292, 303, 297], 0.1)
            )
        );
        yield return (
            "losers are named",
            Lines(Run("orthogonal", Fast), Run("xavier", Slow), Run("k-means", [101, 111, 95, 104, 96]), Run("svd-sample", Fast))
        );
        yield return (
            "a variant without a verdict is counted, too",
            Lines([
                .. Ends("orthogonal", Never, Never, 0.2),
                .. Ends("xavier", Never, Never, 0.21),
                .. Enumerable.Range(1, 4).SelectMany(number => Ends($"variant-{number}", Shifted(Fast, number), Never, 0.2)),
            ])
        );
        yield return (
            "one of many winners loses elsewhere",
            Lines([
                .. Ends("orthogonal", Slow, Never, 0.2),
                .. Enumerable
                    .Range(1, 4)
                    .SelectMany(number => Ends($"variant-{number}", Shifted(Fast, number), Never, number == 3 ? 0.3 : 0.2)),
            ])
        );
        yield return (
            "the same winners in another order are one group",
            Lines(
                Ends("orthogonal", Slow, Shifted(Slow, 100), 0.2),
                Ends("xavier", Fast, Shifted(Fast, 60), 0.2),
                Ends("k-means", Shifted(Fast, 9), Shifted(Fast, 50), 0.2)
            )
        );
        yield return ("many variants", Lines([Run("orthogonal", Slow), .. Enumerable.Range(1, 12).Select(Many)]));
    }

    private static long?[] Shifted(long?[] crossings, long by) => [.. crossings.Select(step => step + by)];

    /// <summary>The first four are faster than the baseline, the next four much like it, the rest slower.</summary>
    private static IEnumerable<RunRecord> Many(int number) =>
        Run($"variant-{number}", [.. Slow.Select((step, seed) => step + (number - 1) / 4 * 80 - 80 + number + (seed * number) % 3)]);

    private static IEnumerable<RunRecord> Run(string name, long?[] crossings) => Outcomes.Variant(name, 400, 1, crossings);

    private static IEnumerable<RunRecord> Failed(string name) =>
        Run(name, Slow).Select(run => run.With([], Outcome.Failed, "the file is gone"));

    /// <summary>Runs that cross 0.9 and 0.95 at steps, or never, and end with an FVU near a value.</summary>
    private static IEnumerable<RunRecord> Ends(string name, long?[] first, long?[] second, double fvu) =>
        first.Select(
            (step, seed) =>
            {
                long[] steps = [.. Enumerable.Range(0, 401)];
                var mmcs = Example.Curve(
                    "mmcs",
                    "higher",
                    steps,
                    at =>
                        at >= second[seed] ? 0.96
                        : at >= step ? 0.91
                        : 0.5
                );
                var last = Example.Curve("fvu", "lower", [0, 400], at => at == 0 ? 1 : fvu * (1 + 0.01 * ((seed * 3) % 5)));
                return Example.Record($"{name}/{seed}", name, seed, [mmcs, last]);
            }
        );

    private static ExperimentRecord Experiment(IReadOnlyList<RunRecord> runs) =>
        Example.Experiment(runs, thresholds: [Example.AtLeast("mmcs", 0.9), Example.AtLeast("mmcs", 0.95)]);

    private static IReadOnlyList<string> Lines(params IEnumerable<RunRecord>[] variants)
    {
        RunRecord[] runs = [.. variants.SelectMany(runs => runs)];
        var experiment = runs.Any(run => run.Curves.Any(curve => curve.Measurement == "fvu"))
            ? Experiment(runs)
            : Outcomes.Experiment(runs);
        return Report.Make(experiment, runs).Headline;
    }

    private static string Text((string Name, IReadOnlyList<string> Lines) one) =>
        $"## {one.Name}\n\n" + string.Concat(one.Lines.Select(line => $"- {line}\n"));
}
