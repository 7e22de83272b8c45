using System.Text;
using System.Text.Json.Nodes;

namespace SparsePlugins.Reporting.Tests;

/// <summary>How large a page becomes, and what it leaves out so that it stays below its limit.</summary>
public sealed class HtmlSizeTests
{
    [Fact]
    [Trait("Category", "Long")]
    public void Two_hundred_runs_stay_below_a_megabyte_and_keep_the_ends_and_the_values_of_curves()
    {
        var variants = Enumerable.Range(0, 40).Select(k => new Example.Variant(k == 0 ? "orthogonal" : $"m{k}", 0.2 + (k * 0.01), 250 + k));
        var runs = Example.Runs(variants, 5, every: 10);
        var text = HtmlPage.Text(Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.95)), runs);

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 200_000, 1_000_000);
        var data = HtmlPage.Data(text);
        var plot = data["settings"]![0]!["plots"]!.AsArray().Single(plot => plot!["name"]!.GetValue<string>() == "mmcs")!;
        Assert.Equal(40, plot["curves"]!.AsArray().Count);
        foreach (var curve in plot["curves"]!.AsArray())
        {
            var name = data["settings"]![0]!["variants"]![curve!["variant"]!.GetValue<int>()]!["name"]!.GetValue<string>();
            var own = runs.Where(run => run.Initializer == name).Select(run => run.Curves[0]).ToList();
            var steps = Sums(Repeated(curve["steps"]!));
            var means = Sums([.. curve["means"]!.AsArray().Select(delta => delta!.GetValue<double>())]);

            Assert.Equal(0, steps[0]);
            Assert.Equal(own.Max(one => one.Steps[^1]), steps[^1]);
            Assert.Equal(own.Average(one => one.Values[0]), means[0] / Unit(plot), 5);
            Assert.Equal(own.Average(one => one.Values[^1]), means[^1] / Unit(plot), 5);
            Assert.Equal(steps.Length, means.Length);
        }
    }

    /// <summary>Of a curve of 32 points or fewer nothing is left out, however many there are.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData(40, 20)]
    [InlineData(34, 26)]
    [InlineData(400, 32)]
    [InlineData(20, 33)]
    [InlineData(2, 1000)]
    [InlineData(130, 101)]
    public void Pages_of_any_size_are_written_and_have_a_limit(int variants, int evaluations)
    {
        var runs = Example
            .Runs(
                Enumerable.Range(0, variants).Select(k => new Example.Variant(k == 0 ? "orthogonal" : $"m{k}", 0.2, 100)),
                1,
                10 * (evaluations - 1),
                10
            )
            .ToList();
        var data = HtmlPage.Data(HtmlPage.Text(Example.Experiment(runs), runs));
        var own = data["settings"]![0]!["plots"]!
            .AsArray()
            .Where(plot => plot!["name"]!.GetValue<string>() is "mmcs" or "loss")
            .SelectMany(plot => plot!["curves"]!.AsArray())
            .Select(curve => curve!["means"]!.AsArray().Count)
            .ToList();

        Assert.True(own.Sum() <= Math.Max(12_000, own.Count * 34));
        Assert.All(own, points => Assert.True(points >= Math.Min(evaluations, 17)));
    }

    private static double Unit(JsonNode plot) => Math.Pow(10, plot["decimals"]!.GetValue<int>());

    private static double[] Repeated(JsonNode pairs) =>
        [.. pairs.AsArray().Chunk(2).SelectMany(pair => Enumerable.Repeat(pair[0]!.GetValue<double>(), pair[1]!.GetValue<int>()))];

    private static double[] Sums(double[] deltas)
    {
        var sum = 0.0;
        return [.. deltas.Select(delta => sum += delta)];
    }

    /// <summary>Whatever is compared, as far as a fast test may draw it: up to 40 variants, 6 seeds and 500 evaluations.</summary>
    [Theory]
    [MemberData(nameof(Sizes), 1, 12, 4_000)]
    public void Pages_stay_below_their_limit(int variants, int seeds, int evaluations)
    {
        var (experiment, runs) = HtmlSizes.Folder(variants, seeds, evaluations);
        var page = HtmlPage.Text(experiment, runs);

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 50_000, 1_500_000);
        Assert.Equal(variants, HtmlPage.Data(page)["settings"]![0]!["variants"]!.AsArray().Count);
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Sizes), 2, 24, 40_000)]
    [InlineData(40, 5, 26)]
    [InlineData(40, 1, 500)]
    [InlineData(1, 1, 1)]
    public void So_do_larger_ones(int variants, int seeds, int evaluations) => Pages_stay_below_their_limit(variants, seeds, evaluations);

    /// <summary>5,000 runs: many variants, or many settings. The page says what it leaves out.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1000, 1, " of 1000 rows, the first and baselines")]
    [InlineData(20, 50, "12 of 50 settings, those with the best results")]
    public void Five_thousand_runs_are_a_page_below_four_megabytes(int variants, int settings, string said)
    {
        var (experiment, runs) = HtmlSizes.Folder(variants, 5, 26, settings);
        Assert.Equal(5000, runs.Count);
        var page = HtmlPage.Text(experiment, runs);

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 500_000, 4_000_000);
        Assert.Contains("1000 of 5000 rows", page, StringComparison.Ordinal);
        Assert.Contains(said, page, StringComparison.Ordinal);
    }

    /// <summary>Sizes by chance, the same ones in every run of the test, with at most so many evaluations in all.</summary>
    public static IEnumerable<object[]> Sizes(int seed, int count, int most)
    {
        var random = new Random(seed);
        var sizes = Enumerable
            .Range(0, 100_000)
            .Select(_ => (Variants: random.Next(1, 41), Seeds: random.Next(1, 7), Evaluations: random.Next(1, 501)))
            .Where(size => size.Variants * size.Seeds * size.Evaluations <= most);
        return sizes.Take(count).Select(size => new object[] { size.Variants, size.Seeds, size.Evaluations });
    }
}
