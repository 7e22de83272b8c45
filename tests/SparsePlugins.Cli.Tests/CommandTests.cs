using System.Text.Json;
using VerifyXunit;

namespace SparsePlugins.Cli.Tests;

public sealed class CommandTests
{
    private static readonly string Wrong = Path.Combine(Repository.Root, "tests", "SparsePlugins.Planning.Tests", "manifests", "wrong");

    [Theory]
    [InlineData("--help")]
    [InlineData("run --help")]
    public Task Help_teaches(string arguments) =>
        Verifier.Verify(Sparse.Run(arguments.Split(' ')).Out, "txt").UseParameters(arguments).UseDirectory("snapshots");

    [Theory]
    [InlineData("run experiments/quikstart.yaml", 3)]
    [InlineData("report experiments", 2)]
    public void A_mistake_gets_a_sentence_and_its_exit_code(string arguments, int exitCode)
    {
        var answer = Sparse.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(exitCode, answer.ExitCode);
        Assert.NotEqual("", answer.Error);
        AssertNoTrace(answer);
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("run experiments/quickstart.yaml --jobs 0", 2)]
    [InlineData("rum experiments/quickstart.yaml", 2)]
    [InlineData("run", 2)]
    [InlineData("run experiments/quickstart.yaml --jobs two", 2)]
    [InlineData("run experiments/quickstart.yaml --out README.md", 2)]
    [InlineData("run experiments/quickstart.yaml --device tpu", 2)]
    [InlineData("run experiments/quickstart.yaml --plugins nowhere", 2)]
    [InlineData("run experiments", 3)]
    [InlineData("validate experiments/quickstart.yaml --set training.stepz=3", 3)]
    [InlineData("report experiments --format pdf", 2)]
    [InlineData("compare", 2)]
    [InlineData("compare experiments", 2)]
    [InlineData("components orthogonall", 2)]
    public void So_does_every_other_mistake(string arguments, int exitCode) =>
        A_mistake_gets_a_sentence_and_its_exit_code(arguments, exitCode);

    [Theory]
    [InlineData("many-problems.yaml")]
    public void A_wrong_manifest_gives_positions_exit_code_three_and_no_stack_trace(string manifest)
    {
        var answer = Sparse.Run("run", Path.Combine(Wrong, manifest));

        Assert.Equal(3, answer.ExitCode);
        Assert.Contains(manifest + ":", answer.Error, StringComparison.Ordinal);
        AssertNoTrace(answer);
    }

    /// <summary>Those whose bytes or size could make the reader throw; tests of Robustness open every wrong manifest.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData("alias-bomb.yaml")]
    [InlineData("binary.yaml")]
    [InlineData("utf-16.yaml")]
    [InlineData("control-character.yaml")]
    [InlineData("too-many-runs.yaml")]
    public void So_does_one_that_is_hardly_text_or_too_large(string manifest) =>
        A_wrong_manifest_gives_positions_exit_code_three_and_no_stack_trace(manifest);

    [Fact]
    public void A_mistyped_component_is_answered_with_the_one_that_was_probably_meant() =>
        Assert.StartsWith(
            "no component named 'worst-piont'; did you mean 'worst-points'?\n  sources: ",
            Sparse.Run("components", "worst-piont").Error.Replace("error: ", "", StringComparison.Ordinal)
        );

    [Fact]
    [Trait("Category", "Long")]
    public Task A_reinitializer_is_listed_with_the_keys_that_its_entry_takes() =>
        Verifier.Verify(Sparse.Run("components", "random-points").Out, "txt").UseDirectory("snapshots");

    [Fact]
    [Trait("Category", "Long")]
    public Task A_metric_of_the_truth_is_refused_where_nobody_knows_it()
    {
        var answer = Sparse.Run("validate", "experiments/digits/digits.yaml", "--set", "metrics=[fvu, mmcs]");

        Assert.Equal(3, answer.ExitCode);
        return Verifier.Verify(answer.Error, "txt").UseDirectory("snapshots");
    }

    [Fact]
    public void The_committed_schema_is_that_of_the_shipped_plugins()
    {
        var committed = File.ReadAllText(Path.Combine(Repository.Root, "experiments", "experiment.schema.json"));

        Assert.True(
            committed == Sparse.Run("schema").Out,
            "run: hosts/SparsePlugins.Cli/bin/Release/net10.0/sparse schema > experiments/experiment.schema.json"
        );
    }

    [Theory]
    [InlineData("experiments/synth-sae-bench/1k.yaml")]
    public void A_manifest_that_ships_is_valid(string manifest)
    {
        var answer = Sparse.Run("validate", manifest);

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.Contains("valid: 20 runs in 5 cohorts", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("experiments/digits/digits.yaml")]
    [InlineData("experiments/quickstart.yaml")]
    public void So_is_every_other(string manifest) => A_manifest_that_ships_is_valid(manifest);

    [Fact]
    public void A_plan_shows_every_run()
    {
        var answer = Sparse.Run("plan", "experiments/quickstart.yaml", "--json");

        using var plan = JsonDocument.Parse(answer.Out);
        Assert.Equal(
            20,
            plan.RootElement.GetProperty("cohorts").EnumerateArray().Sum(cohort => cohort.GetProperty("runs").GetArrayLength())
        );
    }

    [Fact]
    public void A_plan_shows_the_files_that_a_pattern_means()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(" *.npy: a.npy, b.npy\n", Sparse.Run("plan", WithPattern(folder)).Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void So_does_its_json()
    {
        using var folder = new TemporaryFolder();
        using var plan = JsonDocument.Parse(Sparse.Run("plan", WithPattern(folder), "--json").Out);
        var found = plan.RootElement.GetProperty("files").GetProperty("*.npy");
        Assert.Equal(["a.npy", "b.npy"], found.EnumerateArray().Select(file => file.GetString()));
    }

    [Fact]
    [Trait("Category", "Long")]
    public Task A_component_is_listed_with_options_units_defaults_ranges_and_source() =>
        Verifier.Verify(Sparse.Run("components", "svd-sample").Out, "txt").UseDirectory("snapshots");

    [Fact]
    public void The_doctor_finds_a_working_libtorch_and_the_plugins()
    {
        var answer = Sparse.Run("doctor", "--self-test", "--device", "cpu");

        Assert.Equal(0, answer.ExitCode);
        Assert.Contains("SparsePlugins.Initializers", answer.Out, StringComparison.Ordinal);
        Assert.Contains("self-test  ok      svd", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("problem", answer.Out, StringComparison.Ordinal);
        Assert.Matches(@"\nEverything needed is there( \(\d+ notes?\))?\n$", answer.Out);
    }

    private static string WithPattern(TemporaryFolder folder)
    {
        foreach (var name in new[] { "a.npy", "b.npy" })
        {
            File.WriteAllBytes(folder[name], NpyFile.Uniform(rows: 60, columns: 4, seed: name[0]));
        }

        return folder.Write(
            "m.yaml",
            """
            name: files
            seeds: 3
            source: { use: recorded-activations, with: { files: ['*.npy'] } }
            autoencoder: { use: top-k, features: 8, with: { k: 2 } }
            training: { steps: 4, batch: 16, sample: 32 }
            evaluation: { every: 4, samples: 12 }
            initializers: [orthogonal]
            metrics: [fvu]
            """
        );
    }

    private static void AssertNoTrace(Answer answer) => Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
}
