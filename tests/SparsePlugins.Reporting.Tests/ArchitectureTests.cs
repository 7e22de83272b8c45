using System.Text.Json;
using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

/// <summary>Architectures that a manifest lists are compared like initializers and reinitializers.</summary>
public sealed class ArchitectureTests
{
    private const string TopK = "top-k(k=8)";

    private static readonly IReadOnlyList<RunRecord> Runs = Example.Runs(
        from architecture in new[] { ("relu", 60), (TopK, 0) }
        from initializer in new[] { ("orthogonal", 110), ("data-sample", 60) }
        select new Example.Variant(initializer.Item1, 0.3, initializer.Item2 + architecture.Item2, Architecture: architecture.Item1),
        5,
        every: 10
    );

    private static readonly ExperimentRecord Compared = Example.Experiment(
        Runs,
        "relu",
        ComparedList.Architectures,
        Example.AtLeast("mmcs", 0.95)
    );

    [Fact]
    public Task The_report_says_which_architecture_won() => Verifier.Verify(Rendered.Markdown(Compared, Runs).Text(), "md");

    [Fact]
    public void Each_is_compared_with_the_baseline_that_shares_the_initializer()
    {
        using var json = JsonDocument.Parse(Rendered.Json(Compared, Runs));
        var variants = json.RootElement.GetProperty("settings")[0].GetProperty("members").EnumerateArray().ToList();

        Assert.Equal(
            [("relu", "orthogonal", true), ("relu", "data-sample", true), (TopK, "orthogonal", false), (TopK, "data-sample", false)],
            variants.Select(variant =>
                (
                    variant.GetProperty("architecture").GetString()!,
                    variant.GetProperty("initializer").GetString()!,
                    variant.GetProperty("baseline").GetBoolean()
                )
            )
        );
    }

    [Fact]
    public void Their_labels_are_part_of_names_only_where_there_are_several()
    {
        var alone = Runs.Where(run => run.Architecture == TopK).ToList();
        var text = Rendered.Markdown(Example.Experiment(alone, thresholds: Example.AtLeast("mmcs", 0.95)), alone).Text();

        Assert.Contains("| orthogonal (baseline) |", text, StringComparison.Ordinal);
        Assert.DoesNotContain(TopK, text, StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_the_last_column_of_csv_where_a_manifest_lists_some()
    {
        var lines = Rendered.Csv(Compared, Runs).Split('\n');

        Assert.Equal("run,cohort,seed,initializer,reinitializer,step,samples,metric,value,setting,architecture", lines[0]);
        Assert.EndsWith(",,relu", lines[1], StringComparison.Ordinal);
        Assert.EndsWith($",,{TopK}", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_variant_of_another_experiment_is_named_with_its_architecture()
    {
        var entry = new ComparedExperiment("one", Compared, Runs);

        Assert.Contains(
            $"| {TopK} + data-sample @ one (baseline) |",
            Rendered.Comparison(ReportFormat.Markdown, [entry], $"{TopK} + data-sample"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "| relu + orthogonal @ one (baseline) |",
            Rendered.Comparison(ReportFormat.Markdown, [entry], ""),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Values_of_an_option_of_an_architecture_are_a_sweep()
    {
        var swept = Example
            .Runs([.. new[] { 4, 8, 16 }.Select(k => new Example.Variant("orthogonal", 0.3, 400.0 / k, Architecture: $"top-k(k={k})"))], 3)
            .Select(run => run.With(spec: SpecOf(run)))
            .ToList();

        using var json = JsonDocument.Parse(
            Rendered.Json(Example.Experiment(swept, "top-k(k=4)", ComparedList.Architectures, Example.AtLeast("mmcs", 0.95)), swept)
        );

        var sweep = Assert.Single(json.RootElement.GetProperty("settings")[0].GetProperty("sweeps").EnumerateArray());
        Assert.Equal("k", sweep.GetProperty("option").GetString());
    }

    /// <summary>As where each of many architectures has a baseline of its own.</summary>
    [Fact]
    public void Baselines_leave_half_of_a_figure_to_the_variants_that_did_best()
    {
        var runs = Example.Runs(
            from architecture in Enumerable.Range(1, 12)
            from initializer in new[] { ("orthogonal", 900), ("data-sample", 100) }
            select new Example.Variant(initializer.Item1, 0.3, initializer.Item2 + (10 * architecture), Architecture: $"a{architecture}"),
            3
        );
        var report = Rendered.Markdown(Example.Experiment(runs, thresholds: Example.AtLeast("mmcs", 0.95)), runs);

        var figure = report.Single(file => file.Path == "figures/mmcs.svg").Content;

        Assert.Contains("12 of 24 variants: baselines, the best and the last", figure, StringComparison.Ordinal);
        Assert.All([1, 2, 3, 4, 5], best => Assert.Contains($"a{best} + data-sample<", figure, StringComparison.Ordinal));
        Assert.Contains("a12 + data-sample<", figure, StringComparison.Ordinal);
        Assert.All([1, 6], baseline => Assert.Contains($"a{baseline} + orthogonal<", figure, StringComparison.Ordinal));
        Assert.DoesNotContain("a7 + orthogonal<", figure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_setup_counts_architectures_that_are_compared_and_lists_no_options_that_only_some_have()
    {
        RunRecord[] runs =
        [
            .. Runs.Select(run => run.With(spec: run.Architecture == TopK ? Spec("top-k", "k", 8) : Spec("relu", "l1", 0.06))),
        ];

        var mixed = Rendered.Markdown(Compared, runs).Text();
        var alone = runs.Where(run => run.Architecture == TopK).ToList();

        Assert.Contains("Setup: 2 architectures, 16 features.", mixed, StringComparison.Ordinal);
        Assert.Contains(
            "Setup: top-k (k 8), 16 features.",
            Rendered.Markdown(Example.Experiment(alone), alone).Text(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_setup_names_a_precision_that_all_runs_have()
    {
        var runs = Runs.Select(run => run.With(spec: """{"training":{"steps":10,"precision":"bfloat16"}}""")).ToList();

        Assert.Contains(
            "Setup: 10 steps, products in bfloat16.",
            Rendered.Markdown(Example.Experiment(runs), runs).Text(),
            StringComparison.Ordinal
        );
        runs[0] = runs[0].With(spec: """{"training":{"steps":10}}"""); // As float32 is written.
        Assert.Contains("Setup: 10 steps.", Rendered.Markdown(Example.Experiment(runs), runs).Text(), StringComparison.Ordinal);
    }

    private static string Spec(string use, string option, double value) =>
        FormattableString.Invariant(
            $$"""{ "autoencoder": { "use": "{{use}}", "with": { "{{option}}": {{value}} }, "features": 16 }, "initializer": { "use": "orthogonal", "with": {} } }"""
        );

    private static string SpecOf(RunRecord run)
    {
        var k = run.Architecture["top-k(k=".Length..^1];
        return """{"autoencoder":{"use":"top-k","with":{"k":K},"features":16},"initializer":{"use":"orthogonal","with":{}}}""".Replace(
            "K",
            k,
            StringComparison.Ordinal
        );
    }
}
