namespace SparsePlugins.Hosting.Tests;

public sealed class ManifestLoaderTests
{
    [Fact]
    public void A_missing_file_is_named_where_it_is_asked_for()
    {
        using var bench = new Bench();
        var problem = Assert.Single(bench.Load(Recorded("{ files: [missing.npy] }")).Result.Problems);

        Assert.Contains("no file 'missing.npy'", problem.Message, StringComparison.Ordinal);
        Assert.Equal(3, problem.Position.Line);
    }

    [Fact]
    public void A_rule_of_a_constructor_is_a_problem_of_the_manifest()
    {
        using var bench = new Bench();
        var problem = Assert.Single(
            bench.Load(new TinyManifest { Initializers = "[{ use: first-axis, with: { low: 5 } }]" }).Result.Problems
        );

        Assert.Equal("initializer 'first-axis' (Fixture.Plugin 0.1.0): low must not be above high, got 5 and 2", problem.Message);
        Assert.Equal(7, problem.Position.Line);
    }

    [Fact]
    public void A_manifest_that_does_not_exist_is_a_problem_with_a_fix()
    {
        using var bench = new Bench();
        var result = ObservedRun.Load(bench.Plugins, "nowhere.yaml").Result;

        Assert.Equal(
            "nowhere.yaml:1:1: there is no such file; give the path of a manifest, for instance experiments/quickstart.yaml",
            Assert.Single(result.Problems).ToString()
        );
    }

    [Fact]
    public void A_damaged_data_file_is_a_problem_of_the_manifest()
    {
        using var bench = new Bench();
        bench.Write("damaged.npy", "not numpy");
        var problem = Assert.Single(bench.Load(Recorded("{ files: [damaged.npy] }")).Result.Problems);

        Assert.Contains("damaged.npy", problem.Message, StringComparison.Ordinal);
        Assert.Contains("source 'recorded-activations'", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>Such an option is in no id: two settings would be one.</summary>
    [Fact]
    public void An_axis_over_an_option_that_decides_no_result_is_refused()
    {
        using var bench = new Bench();
        bench.WriteRows("rows.npy", [1, 2, 3, 4], [4, 3, 2, 1]);
        var problem = Assert.Single(bench.Load(Recorded("{ files: [rows.npy], shape: { each: [[2, 2], [1, 4]] } }")).Result.Problems);

        Assert.Contains(
            "trains and measures the same as another value of this 'each', as nothing else in the manifest uses it; remove it",
            problem.Message,
            StringComparison.Ordinal
        );
    }

    private static string Recorded(string options) =>
        $$"""
            name: recorded
            seeds: 3
            source: { use: recorded-activations, with: {{options}} }
            autoencoder: { use: relu, features: 16 }
            training: { steps: 10 }
            initializers: [orthogonal]
            metrics: [fvu]
            """;
}
