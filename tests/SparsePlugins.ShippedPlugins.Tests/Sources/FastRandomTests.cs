using SparsePlugins.Contracts;
using SparsePlugins.Sources;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class FastRandomTests
{
    [Fact]
    public void Bits_are_those_of_the_published_generator()
    {
        // The vector that implementations of xoshiro256** test themselves with: state 1, 2, 3, 4.
        var random = new FastRandom(1, 2, 3, 4);
        ulong[] expected =
        [
            11520,
            0,
            1509978240,
            1215971899390074240,
            1216172134540287360,
            607988272756665600,
            16172922978634559625,
            8476171486693032832,
            10595114339597558777,
            2904607092377533576,
        ];
        Assert.Equal(expected, expected.Select(_ => random.NextBits()));
    }

    [Fact]
    public void Seeds_are_spread_by_the_published_mixer()
    {
        var state = 1234567UL;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => FastRandom.SplitMix(ref state)));
    }

    [Fact]
    public void Positive_numbers_are_uniform_and_never_zero()
    {
        var random = new FastRandom(new RandomSeed(0));
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextPositive()).ToArray();
        Assert.True(values.Min() > 0 && values.Max() <= 1);
        Assert.All(
            values.CountBy(value => Math.Min(9, (int)(value * 10))),
            tenth => Assert.Equal(10_000, tenth.Value, 5 * Math.Sqrt(9_000))
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Integers_below_a_bound_are_equally_likely(int count)
    {
        var random = new FastRandom(new RandomSeed(1));
        var counts = Enumerable.Range(0, 60_000).CountBy(_ => random.NextBelow(count)).ToDictionary();
        Assert.Equal(Enumerable.Range(0, count), counts.Keys.Order());
        var p = 1.0 / count;
        Assert.All(counts.Values, times => Assert.Equal(60_000 * p, times, 5 * Math.Sqrt(60_000 * p * (1 - p))));
    }

    [Fact]
    public void Gaussians_have_the_moments_and_the_tails_of_a_normal()
    {
        const int n = 200_000;
        var random = new FastRandom(new RandomSeed(2));
        var values = Enumerable.Range(0, n).Select(_ => random.NextGaussian()).ToArray();
        Assert.Equal(0, values.Average(), 5 / Math.Sqrt(n));
        Assert.Equal(1, values.Average(x => x * x), 5 * Math.Sqrt(2.0 / n));
        Assert.Equal(0, values.Zip(values.Skip(1)).Average(pair => pair.First * pair.Second), 5 / Math.Sqrt(n));
        foreach (var x in new[] { -2.5, -1, 0, 0.5, 2 })
        {
            var p = NormalDistribution.Below(x);
            Assert.Equal(n * p, values.Count(value => value < x), 5 * Math.Sqrt(n * p * (1 - p)));
        }
    }

    [Fact]
    public void Exponentials_have_the_moments_and_the_tails_of_an_exponential()
    {
        const int n = 400_000;
        var random = new FastRandom(new RandomSeed(3));
        var values = Enumerable.Range(0, n).Select(_ => random.NextExponential()).ToArray();
        Assert.True(values.Min() >= 0);
        Assert.Equal(1, values.Average(), 5 / Math.Sqrt(n));
        Assert.Equal(2, values.Average(x => x * x), 5 * Math.Sqrt(20.0 / n)); // E x^4 - (E x^2)^2 = 24 - 4
        foreach (var x in new[] { 0.01, 0.5, 1, 3, 7.5, 8, 10 })
        {
            var p = Math.Exp(-x);
            Assert.Equal(n * p, values.Count(value => value > x), 5 * Math.Sqrt(n * p * (1 - p)));
        }
    }

    [Fact]
    public void Gaussians_beyond_the_layers_of_the_ziggurat_are_as_rare_as_they_should_be()
    {
        const int n = 2_000_000;
        var random = new FastRandom(new RandomSeed(4));
        var values = Enumerable.Range(0, n).Select(_ => random.NextGaussian()).ToArray();
        foreach (var x in new[] { 3.0, 3.6541528853610088, 4 })
        {
            var p = NormalDistribution.Below(-x);
            Assert.Equal(n * p, values.Count(value => value < -x), 5 * Math.Sqrt(n * p) + 1e-7 * n);
            Assert.Equal(n * p, values.Count(value => value > x), 5 * Math.Sqrt(n * p) + 1e-7 * n);
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.96, 0.9750021048517795)]
    [InlineData(-1, 0.15865525393145707)]
    [InlineData(3, 0.9986501019683699)]
    [InlineData(-5, 2.866515718791939e-07)]
    [InlineData(-60, 0)]
    public void The_normal_distribution_agrees_with_its_table(double x, double below) =>
        Assert.Equal(below, NormalDistribution.Below(x), 7.5e-8);
}
