namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class RandomStreamTests
{
    [Fact]
    public void It_gives_the_numbers_that_SplitMix64_is_known_for()
    {
        // Published check values of SplitMix64 for the seed 1234567.
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        var random = new RandomStream(1234567);
        Assert.Equal(expected, expected.Select(_ => random.Bits()));
    }

    [Fact]
    public void Every_number_below_the_count_comes_about_equally_often()
    {
        // 7000 draws of 7: each 1000 times, give or take 4 standard deviations of 29.
        var random = new RandomStream(3);
        var counts = Enumerable.Range(0, 7000).Select(_ => random.Below(7)).CountBy(drawn => drawn).ToDictionary();
        Assert.Equal(Enumerable.Range(0, 7), counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 1000 - 117, 1000 + 117));
    }

    [Fact]
    public void Uniform_numbers_have_the_mean_and_the_variance_of_the_unit_interval()
    {
        var random = new RandomStream(4);
        var drawn = Enumerable.Range(0, 10_000).Select(_ => random.Uniform()).ToList();
        Assert.All(drawn, number => Assert.True(number is >= 0 and < 1));
        Assert.Equal(0.5, drawn.Average(), 0.012);
        Assert.Equal(1 / 12.0, drawn.Average(number => (number - 0.5) * (number - 0.5)), 0.003);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 5)]
    [InlineData(5, 5)]
    public void Distinct_numbers_are_distinct(int count, int among)
    {
        var drawn = new RandomStream(5).Distinct(count, among);
        Assert.Equal(count, drawn.Distinct().Count());
        Assert.All(drawn, number => Assert.InRange(number, 0, among - 1));
    }

    [Fact]
    public void All_orders_of_three_come_about_equally_often()
    {
        // 6000 shuffles of 6 orders: each 1000 times, give or take 4 standard deviations of 29.
        var random = new RandomStream(6);
        var orders = Enumerable.Range(0, 6000).Select(_ => string.Concat(random.Shuffle(["a", "b", "c"]))).CountBy(order => order);
        Assert.Equal(6, orders.Count());
        Assert.All(orders, order => Assert.InRange(order.Value, 1000 - 117, 1000 + 117));
    }
}
