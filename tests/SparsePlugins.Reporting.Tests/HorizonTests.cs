using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Outcome = SparsePlugins.Records.Outcome;

namespace SparsePlugins.Reporting.Tests;

/// <summary>The horizon of a comparison belongs to the two that are compared.</summary>
public sealed class HorizonTests
{
    private static readonly string[] Names = ["orthogonal", "xavier", "svd-sample", "data-sample"];

    [Property(MaxTest = 6)]
    public Property A_third_variant_changes_no_comparison_of_two_others() => NoThirdCounts();

    [Property(MaxTest = 60)]
    [Trait("Category", "Long")]
    public Property Nor_does_it_in_many_tables() => NoThirdCounts();

    [Fact]
    public void One_that_stops_at_once_takes_no_verdict_from_the_others()
    {
        // xavier needs 48 steps more than orthogonal, give or take; data-sample met another threshold before its first update.
        IEnumerable<RunRecord> slow = Outcomes.Variant("xavier", 300, 10, 90, 100, 110, 80, 120, 90);
        IEnumerable<RunRecord> fast = Outcomes.Variant("orthogonal", 300, 10, 50, 50, 60, 40, 60, 40);
        var stopped = Enumerable.Range(1, 6).Select(seed => Outcomes.Run("data-sample", seed, null, 0, 10, Outcome.Stopped, 300));

        var two = Outcomes.Row(Outcomes.Text(fast, slow), "xavier");
        var text = Outcomes.Text(fast, slow, stopped);
        var three = Outcomes.Row(text, "xavier");

        Assert.Equal("slower", two["verdict"]);
        Assert.Equal("slower", three["verdict"]);
        Assert.Equal(two["difference to baseline"], three["difference to baseline"]);
        Assert.Equal("stopped before", Outcomes.Row(text, "data-sample")["verdict"]);
        Assert.Contains("data-sample: no verdict, since runs stopped for another threshold first", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_cut_where_the_pair_was_last_seen_and_no_sooner()
    {
        // Nobody else's 100 steps: orthogonal and xavier made 300, of which one run of xavier was not there.
        var text = Outcomes.Text(
            Outcomes.Variant("orthogonal", 300, 1, 200, 210, 220),
            Outcomes.Variant("xavier", 300, 1, 250, 260, null),
            Outcomes.Variant("data-sample", 100, 1, null, null, null)
        );

        // Differences 50, 50, 80.
        Assert.StartsWith("+60 (", Outcomes.Row(text, "xavier")["difference to baseline"], StringComparison.Ordinal);
        Assert.Equal("300", Outcomes.Row(text, "xavier")["up to"]);
    }

    private static Property NoThirdCounts() =>
        Prop.ForAll(
            Tables(),
            runs =>
                Names
                    .Skip(1)
                    .All(left =>
                    {
                        RunRecord[] fewer = [.. runs.Where(run => run.Initializer != left)];
                        var (with, without) = (Comparisons(runs), Comparisons(fewer));
                        return without.All(pair => with[pair.Key] == pair.Value);
                    })
        );

    /// <summary>Four variants over three to six seeds: runs that cross on a coarse or fine grid, never, that stop, diverge and fail.</summary>
    private static Arbitrary<RunRecord[]> Tables()
    {
        var outcome = Gen.Frequency(
            (6, Gen.Constant(Outcome.Completed)),
            (1, Gen.Constant(Outcome.Stopped)),
            (1, Gen.Constant(Outcome.Diverged)),
            (1, Gen.Constant(Outcome.Failed))
        );
        var run =
            from crosses in Gen.Frequency((5, Gen.Choose(0, 12).Select(k => (long?)(k * 20))), (1, Gen.Constant((long?)null)))
            from end in Gen.Elements(200L, 300L, 300L, 300L)
            from every in Gen.Elements(1L, 10L, 100L)
            from ended in outcome
            select (crosses, end, every, ended);
        var table =
            from seeds in Gen.Choose(3, 6)
            from cells in run.ListOf(4 * seeds)
            select cells
                .Select((cell, i) => Outcomes.Run(Names[i % 4], 1 + (i / 4), cell.crosses, cell.end, cell.every, cell.ended, 300))
                .ToArray();
        return table.ToArbitrary();
    }

    /// <summary>Difference, intervals and raw p of everything that is compared, as JSON.</summary>
    private static Dictionary<string, string> Comparisons(RunRecord[] runs)
    {
        using var json = JsonDocument.Parse(Rendered.Json(Outcomes.Experiment(runs), runs));
        var compared =
            from variant in json.RootElement.GetProperty("settings")[0].GetProperty("members").EnumerateArray()
            from kind in new[] { "thresholds", "measurements" }
            from table in variant.GetProperty(kind).EnumerateArray()
            where table.TryGetProperty("comparison", out var found) && found.ValueKind == JsonValueKind.Object
            let comparison = table.GetProperty("comparison")
            let parts = new[] { "difference", "bootstrap_lower", "bootstrap_upper", "p" }.Select(part =>
                comparison.GetProperty(part).GetRawText()
            )
            select ($"{variant.GetProperty("initializer")} {kind}", string.Join(' ', parts));
        return compared.ToDictionary();
    }
}
