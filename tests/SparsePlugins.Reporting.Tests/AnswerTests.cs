using System.Text.Json;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Headlines, tables and warnings say what happened, and nothing else.</summary>
public sealed class AnswerTests
{
    [Fact]
    public void What_did_not_reach_a_threshold_is_not_said_to_have()
    {
        var slow = Outcomes.Text(
            Outcomes.Variant("orthogonal", 300, 10, 10, 40, 20, 10, 40, 20),
            Outcomes.Variant("data-sample", 300, 10, null, null, null, null, null, null)
        );
        var fast = Outcomes.Text(
            Outcomes.Variant("orthogonal", 300, 10, null, null, null, null, null, null),
            Outcomes.Variant("data-sample", 300, 10, 10, 40, 20, 10, 40, 20)
        );

        Assert.StartsWith("**orthogonal is faster than data-sample to mmcs ≥ 0.9; ", slow.Split('\n')[2], StringComparison.Ordinal);
        Assert.Contains(
            "- mmcs ≥ 0.9: data-sample not in 300 steps, orthogonal 23 steps: +277 steps or more, 95 % CI ",
            slow,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "- mmcs ≥ 0.9: data-sample 23 steps, orthogonal not in 300 steps: -277 steps (-92 %) or more, 95 % CI ",
            fast,
            StringComparison.Ordinal
        );
        Assert.Equal("≥ 300", Outcomes.Row(fast, "orthogonal (baseline)")["mean"]);
    }

    [Fact]
    public void Differences_that_are_equal_and_exact_are_given_no_interval_in_the_headline()
    {
        var text = Outcomes.Text(
            Outcomes.Variant("orthogonal", 300, 10, null, null, null, null, null, null),
            Outcomes.Variant("data-sample", 300, 10, 0, 0, 0, 0, 0, 0)
        );

        Assert.Contains(
            "data-sample 0 steps, orthogonal not in 300 steps: -300 steps (-100 %) or more, the same in every pair, earlier in 6 of 6 seeds",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void No_interval_is_wider_than_the_runs_are_long()
    {
        var text = Outcomes.Text(
            Outcomes.Variant("orthogonal", 300, 10, null, null, 290, null, null, null),
            Outcomes.Variant("data-sample", 300, 10, 0, 10, 30, 0, 0, 0)
        );

        Assert.Equal("-292 (-300 to ", Outcomes.Row(text, "data-sample")["difference to baseline"][..14]);
        Assert.Contains(
            "data-sample 7 steps, orthogonal at least 298 steps (reached in 1 of 6 seeds): -292 steps (-98 %) or more",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Failed_runs_are_counted_apart_and_are_not_censored()
    {
        IEnumerable<RunRecord> Runs(string name) =>
            Enumerable
                .Range(1, 6)
                .Select(seed =>
                    seed <= 2
                        ? Outcomes.Run(name, seed, 100, 300, 10)
                        : Outcomes.Run(name, seed, null, 300, 10).With([], Outcome.Failed, "the file is gone")
                );
        RunRecord[] runs = [.. Runs("orthogonal"), .. Runs("data-sample")];

        var text = Rendered.Markdown(Outcomes.Experiment(runs), runs).Text();
        using var json = JsonDocument.Parse(Rendered.Json(Outcomes.Experiment(runs), runs));
        var threshold = json.RootElement.GetProperty("settings")[0].GetProperty("members")[0].GetProperty("thresholds")[0];

        Assert.Equal("2 of 2; 4 failed", Outcomes.Row(text, "data-sample")["reached"]);
        Assert.Equal(
            (6, 2, 0, 4),
            (Count(threshold, "runs"), Count(threshold, "reached"), Count(threshold, "censored"), Count(threshold, "failed"))
        );
    }

    [Theory]
    [InlineData(3, 3, "Every run diverged: nothing is compared.")]
    [InlineData(0, 3, "Every run failed: nothing is compared.")]
    [InlineData(2, 3, "No run ended well: 4 diverged and 2 failed: nothing is compared.")]
    [InlineData(3, 4, "6 of 8 runs diverged, and no other has finished: nothing is compared.")]
    public void Where_no_run_ended_well_it_says_how_they_ended(int diverged, int planned, string answer)
    {
        RunRecord[] all =
        [
            .. from name in new[] { "orthogonal", "data-sample" }
            from seed in Enumerable.Range(1, planned)
            select Outcomes.Run(name, seed, null, 10, 10, seed <= diverged ? Outcome.Diverged : Outcome.Failed),
        ];

        var text = Rendered.Markdown(Outcomes.Experiment(all), [.. all.Where(run => run.Seed <= 3)]).Text();

        Assert.Equal($"**{answer}**", text.Split('\n')[2]);
    }

    [Fact]
    public void Runs_that_met_stop_when_before_their_first_update_are_said_to_be_untrained()
    {
        RunRecord[] runs =
        [
            .. from name in new[] { "orthogonal", "data-sample" }
            from seed in new[] { 1, 2, 3 }
            select Outcomes.Run(name, seed, 0, 0, 10, Outcome.Stopped, 300),
        ];

        var text = Rendered.Markdown(Outcomes.Experiment(runs), runs).Text();

        Assert.StartsWith("**Every run met stop_when before its first update: nothing was trained", Plain(text).Split('\n')[2]);
        Assert.Contains("- Every run met stop_when before its first update: nothing was trained.", Plain(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Variants_that_are_equal_to_the_bit_are_reported_once_and_cost_no_power()
    {
        IEnumerable<RunRecord>[] two =
        [
            Outcomes.Variant("orthogonal", 300, 10, 200, 220, 240, 260),
            Outcomes.Variant("data-sample", 300, 10, 100, 150, 120, 160),
        ];
        IEnumerable<RunRecord>[] copies =
        [
            Outcomes.Variant("orthogonal(encoder_scale=2)", 300, 10, 200, 220, 240, 260),
            Outcomes.Variant("data-sample(clusters=4)", 300, 10, 100, 150, 120, 160),
        ];

        var (without, with) = (Outcomes.Text(two), Outcomes.Text([.. two, .. copies]));

        Assert.Contains(
            "- orthogonal and orthogonal(encoder\\_scale=2) are equal in every seed: the setting had no effect.",
            with.Replace("encoder_scale", "encoder\\_scale"),
            StringComparison.Ordinal
        );
        Assert.Contains("- data-sample and data-sample(clusters=4) are equal in every seed", with, StringComparison.Ordinal);
        Assert.Equal(Outcomes.Row(without, "data-sample")["p (Holm)"], Outcomes.Row(with, "data-sample")["p (Holm)"]);
        Assert.Equal("0", Outcomes.Row(with, "orthogonal(encoder_scale=2)")["difference to baseline"]);
        Assert.Equal(
            Outcomes.Row(with, "data-sample")["difference to baseline"],
            Outcomes.Row(with, "data-sample(clusters=4)")["difference to baseline"]
        );
        Assert.DoesNotContain("of 3 variants", with.Split('\n')[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Different_budgets_get_no_verdict()
    {
        ComparedExperiment Entry(string name, long end, params long?[] crossings)
        {
            RunRecord[] runs = [.. Outcomes.Variant("orthogonal", end, 10, crossings).Select(run => run.With(id: name + run.Id))];
            return new(name, Outcomes.Experiment(runs), runs);
        }
        ComparedExperiment[] entries = [Entry("long", 600, 500, 520, 480, 540), Entry("short", 300, null, null, null, null)];

        var text = Rendered.Comparison(ReportFormat.Markdown, entries, "");

        Assert.Contains(
            "Budgets differ: orthogonal @ short was given 300 steps of 512 samples, orthogonal @ long 600 steps of 512 samples; no verdict is given",
            text,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "**No verdict: orthogonal @ short is not compared with orthogonal @ long, since their budgets differ (300 steps of 512 samples instead of 600 steps of 512 samples).**",
            text.Split('\n')[2]
        );
        Assert.Equal("other budget", Outcomes.Row(text, "orthogonal @ short")["verdict"]);
        Assert.DoesNotContain("| inconclusive |", text, StringComparison.Ordinal);
    }

    private static int Count(JsonElement parent, string name) => parent.GetProperty(name).GetInt32();

    private static string Plain(string text) => text.Replace("\\_", "_");
}
