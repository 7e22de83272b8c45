using System.Globalization;
using System.Xml.Linq;

namespace SparsePlugins.Reporting.Tests;

/// <summary>The figures of a sweep before any of its settings: four penalties, three learning rates, two initializers, three seeds.</summary>
public sealed class OverviewTests
{
    private static readonly double[] Penalties = [0.01, 0.03, 0.1, 0.3];
    private static readonly double[] Rates = [0.001, 0.003, 0.01];

    private static readonly Lazy<IReadOnlyList<ReportFile>> Files = new(() =>
    {
        var (experiment, runs) = Grid();
        return Rendered.Markdown(experiment, runs);
    });

    [Fact]
    public void They_come_before_any_section()
    {
        var text = Files.Value.Text();

        Assert.Equal(
            [
                "overview-settings",
                "overview-by-autoencoder.l1",
                "overview-by-training.learning-rate",
                "overview-l0-mmcs",
                "overview-l0-fvu",
            ],
            Files
                .Value.Select(file => Path.GetFileNameWithoutExtension(file.Path))
                .Where(name => name.StartsWith("overview"))
                .Select(Unhashed)
        );
        Assert.True(
            text.IndexOf("figures/overview-l0-fvu", StringComparison.Ordinal) < text.IndexOf("## Setting:", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_heat_map_has_a_row_for_every_setting_with_the_result_the_effect_and_the_verdict()
    {
        var texts = Texts("overview-settings");

        foreach (var penalty in Penalties)
        foreach (var rate in Rates)
            Assert.Contains(FormattableString.Invariant($"l1={penalty}, learning_rate={rate}"), texts);
        Assert.Contains("orthogonal (baseline)", texts);
        // Every initialization by data is 0.1 better than 0.5 + ...: at l1 = 0.03 and rate 0.003 the baseline has 0.7.
        Assert.Contains("0.8000  +14 % ●", texts);
        Assert.Contains("0.7000", texts);
        Assert.Single(Drawing("overview-settings").Descendants(), rect => (string?)rect.Attribute("stroke-width") == "2");
    }

    [Fact]
    public void A_numeric_key_has_a_facet_for_every_value_of_the_other_on_one_axis_of_values()
    {
        var drawing = Drawing("overview-by-autoencoder.l1");
        var texts = Texts("overview-by-autoencoder.l1");

        Assert.All(Rates, rate => Assert.Contains(FormattableString.Invariant($"learning_rate={rate}"), texts));
        Assert.Contains("l1 (log scale)", texts);
        // A line of each variant in each facet; the numbers of the axis of values stand once.
        Assert.Equal(6, drawing.Descendants().Count(path => (string?)path.Attribute("stroke-linejoin") == "round"));
        Assert.Equal(texts.Count(text => text == "0.8"), texts.Contains("0.8") ? 1 : 0);
    }

    [Fact]
    public void The_front_holds_what_no_other_beats_in_sparsity_and_in_the_result()
    {
        var front = Drawing("overview-l0-mmcs").Descendants().Single(path => (string?)path.Attribute("stroke-width") == "7");

        // L0 falls with the penalty: 40, 30, 20, 10; the best MMCS of each is 0.7, 0.8, 0.7, 0.6: 20 and 30 are on the front, 10 as the
        // sparsest, and 40 is beaten by 30.
        Assert.Equal(3, ((string)front.Attribute("d")!).Split('L').Length);
        Assert.Contains("0.03, 0.003", Texts("overview-l0-mmcs"));
    }

    [Fact]
    public void The_headline_says_in_how_many_settings_who_wins_and_which_setting_is_best()
    {
        var (experiment, runs) = Grid();

        Assert.Equal(
            [
                "In 12 of 12 settings a variant is faster or better than orthogonal.",
                "Faster or better: data-sample (12 settings).",
                "Best of all: mmcs at the end 0.8000, data-sample at l1=0.03, learning_rate=0.003.",
            ],
            Report.Make(experiment, runs).Headline
        );
    }

    [Fact]
    public void A_headline_of_many_settings_tells_suggestive_ones_from_inconclusive_ones()
    {
        var (experiment, runs) = Grid(spreads: [0.01, 0.01, 0.5]);

        var lines = Report.Make(experiment, runs).Headline;

        Assert.Equal("No variant is shown to differ from orthogonal in any of 12 settings; suggestive in 8; inconclusive in 4.", lines[0]);
        Assert.Equal("Suggestive: data-sample (8 settings).", lines[1]);
    }

    [Fact]
    public void What_varies_is_read_from_data_and_not_from_the_names_of_settings()
    {
        var (experiment, runs) = Grid();
        var renamed = experiment
            .WithRuns([.. experiment.Runs.Select(run => run.InSetting(run.Setting.Replace('=', '~')))])
            .WithSettings([.. experiment.Settings.Select(one => new ExperimentSetting(one.Name.Replace('=', '~'), one.Values))]);

        Assert.Equal(Report.Make(experiment, runs).Headline, Report.Make(renamed, runs).Headline);
    }

    [Fact]
    public void Keys_that_move_together_are_one_axis_and_the_figure_says_so()
    {
        var (experiment, runs) = Grid();
        string[] kept = [.. Rates.Index().Select(one => experiment.Settings[one.Index * Rates.Length + one.Index].Name)];
        var diagonal = experiment
            .WithRuns([.. experiment.Runs.Where(run => kept.Contains(run.Setting))])
            .WithSettings([.. experiment.Settings.Where(one => kept.Contains(one.Name))]);

        var files = Rendered.Markdown(diagonal, runs);
        var figure = files.Single(file => file.Path.Contains("overview-by-", StringComparison.Ordinal)).Content;
        var map = files.Single(file => file.Path.Contains("overview-settings", StringComparison.Ordinal)).Content;

        Assert.Contains("learning_rate changes with it", figure, StringComparison.Ordinal);
        Assert.DoesNotContain("learning_rate=", figure, StringComparison.Ordinal);
        Assert.All(
            Penalties.Take(3),
            penalty => Assert.Contains(FormattableString.Invariant($">l1={penalty}<"), map, StringComparison.Ordinal)
        );
    }

    /// <summary>Such as the k of those architectures that have one.</summary>
    [Fact]
    public void A_key_that_some_settings_have_and_that_moves_with_another_is_no_axis_of_its_own()
    {
        var (experiment, runs) = Grid();
        var penalty = experiment.Settings[0].Values[0].Value;
        var partly = experiment.WithSettings([
            .. experiment.Settings.Select(one => new ExperimentSetting(
                one.Name,
                one.Values[0].Value == penalty ? [.. one.Values, new("autoencoder.k", $"1{one.Values[1].Value}")] : one.Values
            )),
        ]);

        var files = Rendered.Markdown(partly, runs);
        var map = files.Single(file => file.Path.Contains("overview-settings", StringComparison.Ordinal)).Content;
        var figure = files.Single(file => file.Path.Contains("overview-by-training", StringComparison.Ordinal)).Content;

        Assert.Contains("k changes with learning_rate", map, StringComparison.Ordinal);
        Assert.DoesNotContain("k=1", map, StringComparison.Ordinal);
        Assert.Contains("k changes with it", figure, StringComparison.Ordinal);
        Assert.DoesNotContain("k=1", figure, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_keys_that_move_together_a_number_stands_for_a_text_and_the_map_names_what_moves_with_each()
    {
        var (experiment, runs) = Grid();
        var named = experiment.WithSettings([
            .. experiment.Settings.Select(one => new ExperimentSetting(
                one.Name,
                [
                    new("source.size", $"size-{Array.IndexOf(Penalties, double.Parse(one.Values[0].Value, CultureInfo.InvariantCulture))}"),
                    .. one.Values,
                    new("training.schedule", $"schedule-{one.Values[1].Value}"),
                ]
            )),
        ]);

        var files = Rendered.Markdown(named, runs);
        string[] figures =
        [
            .. files
                .Select(file => Unhashed(Path.GetFileNameWithoutExtension(file.Path)))
                .Where(name => name.StartsWith("overview-by", StringComparison.Ordinal))
                .Order(),
        ];
        var map = files.Single(file => file.Path.Contains("overview-settings", StringComparison.Ordinal)).Content;

        Assert.Equal(["overview-by-autoencoder.l1", "overview-by-training.learning-rate"], figures);
        Assert.Contains("; size changes with l1; schedule changes with learning_rate", map, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($">l1={Penalties[0]}, learning_rate={Rates[0]}<"), map, StringComparison.Ordinal);
    }

    [Fact]
    public void One_setting_has_no_overview()
    {
        var runs = Example.Runs(Example.Four, 3);

        Assert.DoesNotContain(
            Rendered.Markdown(Example.Experiment(runs), runs),
            file => file.Path.Contains("overview", StringComparison.Ordinal)
        );
    }

    /// <summary>MMCS of the baseline: 0.7 at the best setting, 0.1 less for every step away from it; the other variant has 0.1 more.</summary>
    /// <param name="spreads">How far seeds lie apart, for each learning rate.</param>
    internal static (ExperimentRecord Experiment, IReadOnlyList<RunRecord> Runs) Grid(double[]? spreads = null)
    {
        List<RunRecord> runs = [];
        List<ExperimentRun> planned = [];
        List<ExperimentSetting> settings = [];
        foreach (var (p, penalty) in Penalties.Index())
        foreach (var (r, rate) in Rates.Index())
        {
            var l1 = penalty.ToString(CultureInfo.InvariantCulture);
            var speed = rate.ToString(CultureInfo.InvariantCulture);
            var setting = $"autoencoder.l1={l1},training.learning_rate={speed}";
            settings.Add(new(setting, [new("autoencoder.l1", l1), new("training.learning_rate", speed)]));
            foreach (var (name, bonus) in new[] { ("orthogonal", 0.0), ("data-sample", 0.1) })
                for (var seed = 1; seed <= 3; seed++)
                {
                    var end =
                        0.7
                        - (0.1 * (Math.Abs(p - 1) + Math.Abs(r - 1)))
                        + bonus
                        + ((spreads?[r] ?? 0.001) * (seed - 2) * (bonus == 0 ? 1 : -1));
                    var run = Example.Record(
                        $"{p}-{r}-{name}-{seed}",
                        name,
                        seed,
                        [
                            Example.Curve("mmcs", "higher", [0, 100], [0.2, end]),
                            new(
                                new("l0", "l0", displayName: "", meaning: "", unit: "", BetterSide.Neither, ReportedAs.ActiveFeatures),
                                [0, 100],
                                [60, 40 - (10 * p)]
                            ),
                            Example.Curve("fvu", "lower", [0, 100], [1, 1 - end]),
                        ]
                    );
                    runs.Add(run);
                    planned.Add(new ExperimentRun(run.Id, $"seed={seed}", setting, seed, "", name, "none", replaced: null));
                }
        }

        return (Example.Experiment(runs).WithRuns([.. planned]).WithSettings(settings), runs);
    }

    /// <summary>Without the hash that tells a name with an underscore or a sign apart.</summary>
    private static string Unhashed(string name) =>
        name.Length > 9 && name[^9] == '-' && name[^8..].All(char.IsAsciiHexDigitLower) ? name[..^9] : name;

    private static XDocument Drawing(string name) =>
        XDocument.Parse(Files.Value.Single(file => Unhashed(Path.GetFileNameWithoutExtension(file.Path)) == name).Content);

    private static List<string> Texts(string name) =>
        [.. Drawing(name).Descendants().Where(node => node.Name.LocalName == "text").Select(node => node.Value)];
}
