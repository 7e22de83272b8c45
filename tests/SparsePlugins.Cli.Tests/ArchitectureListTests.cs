using System.Text.Json;
using System.Text.RegularExpressions;
using SparsePlugins.Records;

namespace SparsePlugins.Cli.Tests;

/// <summary>A manifest that lists architectures, from the plan to the comparison.</summary>
public sealed class ArchitectureListTests : IDisposable
{
    private const string Listed = """
        autoencoder: { features: 16 }
        architectures:
          - relu
          - { use: top-k, with: { k: 2 } }
        baseline: relu
        """;

    private const string Alone = "autoencoder: { use: top-k, features: 16, with: { k: 2 } }";

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    [Trait("Category", "Long")]
    public void Architectures_are_planned_trained_and_compared_in_pairs()
    {
        var manifest = Write("listed", Listed);
        using var plan = JsonDocument.Parse(Sparse.Run("plan", manifest, "--json").Out);
        Assert.Equal("relu", plan.RootElement.GetProperty("baseline").GetString());
        Assert.Equal(
            [4, 4],
            plan.RootElement.GetProperty("cohorts").EnumerateArray().Select(one => one.GetProperty("runs").GetArrayLength())
        );

        var run = Run("listed", manifest);

        Assert.Contains(" top-k(k=2) + data-sample: 40 steps", run.Error, StringComparison.Ordinal);
        var report = File.ReadAllText(_folder["listed/report.md"]);
        Assert.Matches(@"\| relu \+ orthogonal \(baseline\) \| – \|.*\| 2 of 2 \|", report);
        Assert.Matches(@"\| top-k\(k=2\) \+ orthogonal \|.*\| 2 of 2 \|", report);
        Assert.Contains("  top-k(k=2) + orthogonal   ##  ", Sparse.Run("status", _folder["listed"]).Out, StringComparison.Ordinal);
        Assert.Contains(", top-k(k=2) + orthogonal)\n", Sparse.Run("status", _folder["listed"], "--verbose").Out, StringComparison.Ordinal);
        Assert.Contains(
            "top-k(k=2) + data-sample @ listed (baseline)",
            Sparse.Run("compare", _folder["listed"], "--baseline", "top-k(k=2) + data-sample").Out,
            StringComparison.Ordinal
        );
        var csv = Sparse.Run("report", _folder["listed"], "--format", "csv").Out.Split('\n');
        Assert.EndsWith(",setting,architecture", csv[0], StringComparison.Ordinal);
        Assert.EndsWith(",,relu", csv[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_plan_names_what_an_architecture_is_trained_with_and_says_what_changes_over_a_run()
    {
        var manifest = Write("own", Listed.Replace("k: 2 } }", "k: 2 }, training: { beta1: 0, k_from: 8, k_decrease: 20 } }", Ordinal));
        var shared = Unwrapped(Sparse.Run("plan", manifest, "--set", "training.warm_up=10").Out);

        Assert.Contains("  schedule   of relu: learning rate 0.003, rising over 10 steps", shared, Ordinal);
        Assert.Contains(
            "  schedule   of top-k(k=2,training.beta1=0,training.k_from=8,training.k_decrease=20): learning rate 0.003, rising over 10 steps; k, where there is one, falling from 8 over 20 steps",
            shared,
            Ordinal
        );
        Assert.Contains("top-k(k=2,training.beta1=0,training.k_from=8,training.k_decrease=20) + orthogonal ", shared, Ordinal);
    }

    [Fact]
    public void A_plan_says_once_what_every_run_has()
    {
        var plan = Sparse.Run(
            "plan",
            Write("alone", Alone),
            "--set",
            "training.decay=cosine",
            "--set",
            "training.decay_last=0.07",
            "--set",
            "training.drops=[20, 30]"
        );

        Assert.Contains(
            "schedule   learning rate 0.003, falling along a cosine over the last 7 % of the steps, times 0.1 after step 20, times 0.1 after step 30",
            Unwrapped(plan.Out),
            Ordinal
        );
    }

    [Fact]
    [Trait("Category", "Long")]
    public void A_run_of_the_list_is_the_run_of_a_manifest_that_names_its_architecture_alone()
    {
        Run("listed", Write("listed", Listed));
        Run("alone", Write("alone", Alone));

        var (listed, alone) = (Records("listed"), Records("alone"));
        Assert.Equal((8, 4), (listed.Count, alone.Count));
        Assert.All(
            alone,
            record =>
            {
                Assert.Equal(RecordJson.WithoutTimings(record.Value), RecordJson.WithoutTimings(listed[record.Key]));
                Assert.Equal("top-k(k=2)", RecordJson.Read(record.Value).Architecture);
            }
        );
        Assert.All(alone.Keys, id => Assert.Equal(Weights("alone", id), Weights("listed", id)));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Without the breaks of long lines.</summary>
    private static string Unwrapped(string text) => Regex.Replace(text, @"\n {6,}", " ");

    private string Write(string name, string architectures) =>
        _folder.Write(
            name + ".yaml",
            $$"""
            name: {{name}}
            seeds: 2
            source: { use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 } }
            {{architectures}}
            training: { steps: 40, batch: 32, sample: 64 }
            evaluation: { every: 10, data_every: 20, samples: 128, thresholds: [mmcs >= 0.4] }
            initializers: [orthogonal, data-sample]
            metrics: [mmcs, l0, fvu]
            """
        );

    private Answer Run(string name, string manifest)
    {
        var run = Sparse.Run("run", manifest, "--out", _folder[name]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    private Dictionary<string, string> Records(string name) =>
        Directory
            .GetFiles(_folder[$"{name}/runs"], "*.json")
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);

    private byte[] Weights(string name, string id) => File.ReadAllBytes(_folder[$"{name}/weights/{id}.safetensors"]);
}
