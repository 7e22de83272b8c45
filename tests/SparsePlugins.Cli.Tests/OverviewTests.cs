using System.Text.RegularExpressions;

namespace SparsePlugins.Cli.Tests;

/// <summary>What <c>plan</c>, <c>status</c> and a piped <c>run</c> show of one small experiment, before and after it was run.</summary>
public sealed class OverviewTests : IDisposable
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Long")]
    public void A_plan_says_what_it_costs_and_a_run_and_its_status_name_what_distinguishes_the_runs()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny with { Steps = "{ each: [10, 20] }" });
        var before = Plan(manifest);
        var run = Sparse.Run("run", manifest, "--out", _folder["out"]);
        var after = Plan(manifest);
        var status = Sparse.Run("status", _folder["out"]).Out;

        Assert.StartsWith("tiny: 12 runs = 4 variants x 3 seeds, in 3 cohorts; baseline orthogonal\n", before, Ordinal);
        Assert.Contains("\n  updates    180 at most", before, Ordinal);
        Assert.Contains("\n  done       0 of 12 runs, ", before, Ordinal);
        Assert.Contains("\n  cost       unknown: nothing was measured yet\n", before, Ordinal);
        Assert.Matches(new Regex(@"\n  orthogonal, training\.steps=10 +x 3 seeds, up to 10 steps\n"), before);
        Assert.Matches(new Regex(@"^\d+:\d\d \[\d+/12\] seed \d orthogonal, training\.steps=10: ", RegexOptions.Multiline), run.Error);
        Assert.Contains("\n  done       12 of 12 runs, in ", after, Ordinal);
        Assert.Contains("\n  cost       nothing is left to do\n", after, Ordinal);
        Assert.StartsWith("tiny: 12 runs: 12 finished", status, Ordinal);
        Assert.Matches(new Regex(@"\n  orthogonal, training\.steps=10 +###  finished"), status);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Runs_that_met_stop_when_have_finished_early_and_the_condition_is_named()
    {
        var manifest = _folder.Write("tiny.yaml", Manifests.Tiny);
        Sparse.Run("run", manifest, "--out", _folder["out"], "--set", "training.stop_when=mmcs >= 0.01");
        var status = Sparse.Run("status", _folder["out"]).Out;

        Assert.StartsWith("tiny: 6 runs: 6 finished early\n", status, Ordinal);
        Assert.Matches(new Regex(@"###  finished early, MMCS >= 0\.01 at step 0\n"), status);
    }

    private string Plan(string manifest) => Sparse.Run("plan", manifest, "--out", _folder["out"]).Out;
}
