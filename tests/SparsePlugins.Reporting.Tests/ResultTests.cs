using VerifyXunit;

namespace SparsePlugins.Reporting.Tests;

/// <summary>What a command prints at the end of its runs.</summary>
public sealed class ResultTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    [InlineData(60)]
    public Task The_result_fits_the_terminal(int width)
    {
        var lines = Result(width);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        return Verifier.Verify(string.Join('\n', lines) + "\n").UseParameters(width);
    }

    [Fact]
    public void Of_many_variants_the_best_are_shown_and_the_baseline()
    {
        IEnumerable<RunRecord>[] faster =
        [
            .. Enumerable.Range(1, 30).Select(number => Outcomes.Variant($"variant-{number}", 400, 1, number, number + 1, number + 3)),
        ];
        var lines = Lines(100, [Outcomes.Variant("orthogonal", 400, 1, 200, 210, 190), .. faster]);

        Assert.Contains(lines, line => line.StartsWith("  variant-20 ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("  variant-21 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  orthogonal (baseline) ", StringComparison.Ordinal));
        Assert.Equal("  and 10 more in the report", lines[^1]);
    }

    private static IReadOnlyList<string> Result(int width) =>
        Lines(
            width,
            Outcomes.Variant("orthogonal", 400, 1, 200, 210, 190, 205, 195),
            Outcomes.Variant("data-sample", 400, 1, 100, 112, 94, 103, 96),
            Outcomes.Variant("anthropic-resample(encoder_bias=living-mean)", 400, 1, 150, 230, 180, 260, 120),
            Outcomes.Variant("xavier", 400, 1, null, null, null, null, null)
        );

    private static IReadOnlyList<string> Lines(int width, params IEnumerable<RunRecord>[] variants)
    {
        RunRecord[] runs = [.. variants.SelectMany(runs => runs)];
        return Report.Make(Outcomes.Experiment(runs), runs).Result(width);
    }
}
