namespace SparsePlugins.Reporting.Tests;

/// <summary>Reports know no measurement by name: what they show of one, its metric declares.</summary>
public sealed class MeasurementTests
{
    /// <summary>Beside 'mmcs', which measures 'mmcs-recovered' too.</summary>
    [Fact]
    public void A_metric_whose_name_begins_with_that_of_another_keeps_its_figure_its_table_and_its_verdict()
    {
        var report = Report([Facts("mmcs"), Facts("mmcs-recovered", metric: "mmcs"), Facts("mmcs-fast")]);
        var text = report.Text();
        var table = text[text.IndexOf("\n## mmcs-fast ↑\n", StringComparison.Ordinal)..];

        Assert.Contains(report, file => file.Path == "figures/mmcs-fast.svg");
        Assert.DoesNotContain(report, file => file.Path == "figures/mmcs-recovered.svg");
        Assert.StartsWith(
            "\n## mmcs-fast ↑\n\n![mmcs-fast ↑ by training step](figures/mmcs-fast.svg)\n\n| variant | verdict at end | at end |",
            table,
            StringComparison.Ordinal
        );
        Assert.Contains("| better |", table[..table.IndexOf("\n## ", 1, StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("The correction is over the 2 comparisons", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_display_name_heads_figure_and_table_and_the_legend_says_what_it_means()
    {
        var facts = new MeasurementFacts("speed", "speed", "Speed", "how fast it is", "steps", BetterSide.Higher, ReportedAs.Plain);

        var text = Report([facts]).Text();

        Assert.Contains("## Speed ↑\n\n![Speed ↑ (steps) by training step](figures/speed.svg)\n", text, StringComparison.Ordinal);
        Assert.Contains("- **Speed** (`speed`) (steps): how fast it is; higher is better.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_declares_no_meaning_leads_to_its_metric()
    {
        var text = Report([Facts("speed")]).Text();

        Assert.Contains(
            "- **speed**: as its metric describes it (`sparse components`); higher is better.\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_dead_features_are_a_warning_whatever_the_measurement_is_called(bool isDeclared)
    {
        var facts = Facts("silent-share", role: isDeclared ? ReportedAs.DeadFeatures : ReportedAs.Plain);
        const string Warning = "orthogonal: more than 10 % of the features are dead at the end in 4 of 4 seeds";

        Assert.Equal(isDeclared, Report([facts]).Text().Contains(Warning, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data-sample", true)]
    [InlineData("orthogonal", false)]
    public void Variants_with_unlike_numbers_of_active_features_are_a_warning(string variant, bool isWarned)
    {
        // Orthogonal ends at 0.51 to 0.54, on average 0.525; data points at 0.6 and more, on average 0.6325.
        var facts = Facts("active", role: ReportedAs.ActiveFeatures);
        RunRecord[] runs =
        [
            .. Runs([facts])
                .Select(record => isWarned ? record : Example.Record(record.Id, record.Initializer, record.Seed, Curves(record))),
        ];
        var text = Rendered.Markdown(Example.Experiment(runs), runs).Text();

        Assert.Equal(
            isWarned,
            text.Contains(
                $"Sparsity differs: 1 variant of 2 ends more than 10 % away from the active of the baseline, 0.5 (furthest {variant}, 0.6)",
                StringComparison.Ordinal
            )
        );

        Curve[] Curves(RunRecord record) => [new(facts, [0, 100], [0.1, 0.5 + (0.001 * record.Seed)])];
    }

    [Fact]
    public void Two_series_of_deciles_have_a_table_each()
    {
        MeasurementFacts[] facts =
        [
            Facts("cos"),
            .. from series in new[] { "cos-tenth", "cos-signed" } from n in new[] { 1, 10 } select Decile(series, n),
        ];

        var text = Report(facts).Text();

        Assert.Contains("## cos-tenth ↑ by decile of firing probability, at the end", text, StringComparison.Ordinal);
        Assert.Contains("## cos-signed ↑ by decile of firing probability, at the end", text, StringComparison.Ordinal);

        static MeasurementFacts Decile(string series, int n) =>
            Facts($"{series}-{n}", metric: "cos", role: ReportedAs.NewDecile(series, n));
    }

    /// <summary>Markdown, and the data of the page's charts; CSV and JSON keep the name of the measurement.</summary>
    [Fact]
    public void What_people_read_has_display_names_and_machine_formats_have_measurement_names()
    {
        var facts = new MeasurementFacts("mmcs", "mmcs", "MMCS", "", "", BetterSide.Higher, ReportedAs.Plain);
        var tenth = new MeasurementFacts("mmcs-tenth-1", "mmcs", "", "", "", BetterSide.Higher, ReportedAs.NewDecile("mmcs-tenth", 1));
        var runs = Runs([facts, tenth]);
        var experiment = Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.55));
        var text = Rendered.Markdown(experiment, runs).Text();

        Assert.Contains("## Steps to MMCS ≥ 0.55\n", text, StringComparison.Ordinal);
        Assert.Contains("## MMCS ↑ by decile of firing probability, at the end\n", text, StringComparison.Ordinal);
        Assert.Contains("MMCS was measured every 100 steps", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mmcs ≥ ", text, StringComparison.Ordinal);
        Assert.Contains("\"label\":\"MMCS\"", Rendered.Html(experiment, runs), StringComparison.Ordinal);
        Assert.Contains("\"threshold\": \"mmcs >= 0.55\"", Rendered.Json(experiment, runs), StringComparison.Ordinal);
        Assert.DoesNotContain("MMCS", Rendered.Csv(experiment, runs), StringComparison.Ordinal);
    }

    [Fact]
    public void A_schedule_is_drawn_and_neither_tabulated_nor_compared()
    {
        MeasurementFacts[] facts = [Facts("mmcs"), Facts("mmcs-fast"), Facts("rate", metric: "", role: ReportedAs.Schedule)];
        var runs = Runs(facts);
        var experiment = Example.Experiment(runs);
        var report = Rendered.Markdown(experiment, runs);

        Assert.Contains("\n## Schedules\n\n![rate ↑ by training step](figures/rate.svg)\n", report.Text(), StringComparison.Ordinal);
        Assert.Equal(Report(facts[..2]).Text().Split("## Method")[1], report.Text().Split("## Method")[1]); // With the number of comparisons.
        Assert.Equal(2, report.Text().Split("rate").Length - 1); // In the title and the path of its figure.
        Assert.Contains("\"label\":\"rate\"", Rendered.Html(experiment, runs), StringComparison.Ordinal);
        Assert.DoesNotContain("rate", Rendered.Json(experiment, runs), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_without_schedules_says_nothing_of_them() =>
        Assert.DoesNotContain("Schedules", Report([Facts("mmcs")]).Text(), StringComparison.Ordinal);

    private static MeasurementFacts Facts(string name, string? metric = null, ReportedAs? role = null) =>
        new(name, metric ?? name, displayName: "", meaning: "", unit: "", BetterSide.Higher, role ?? ReportedAs.Plain);

    /// <summary>Two variants over four seeds; the second ends higher by 0.1, and a little more in each seed.</summary>
    private static RunRecord[] Runs(MeasurementFacts[] facts) =>
        [
            .. from variant in new[] { "orthogonal", "data-sample" }
            from seed in Enumerable.Range(1, 4)
            let end = (variant == "orthogonal" ? 0.5 : 0.6 + 0.001 * seed * seed) + 0.01 * seed
            let curves = facts.Select(one => new Curve(one, [0, 100], [0.1, end]))
            select Example.Record($"{variant}/{seed}", variant, seed, [.. curves]),
        ];

    private static IReadOnlyList<ReportFile> Report(MeasurementFacts[] facts)
    {
        var runs = Runs(facts);
        return Rendered.Markdown(Example.Experiment(runs), runs);
    }
}
