using SparsePlugins.Contracts;
using SparsePlugins.Sources;

namespace SparsePlugins.ShippedPlugins.Tests.Sources;

public sealed class ShuffledOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(97)]
    [InlineData(1000)]
    [InlineData(1024)]
    [InlineData(4099)]
    [InlineData(65537)]
    public void Every_number_comes_exactly_once(int count)
    {
        for (var seed = 0UL; seed < 3; seed++)
        {
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), All(count, seed).Order());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void All_orders_of_a_few_numbers_are_about_equally_likely(int count)
    {
        const int seeds = 24_000;
        var orders = Enumerable.Range(0, seeds).CountBy(seed => string.Join(",", All(count, (ulong)seed))).ToDictionary();
        var factorial = Enumerable.Range(1, count).Aggregate(1, (product, i) => product * i);
        Assert.Equal(factorial, orders.Count);
        var expected = (double)seeds / factorial;
        var statistic = orders.Values.Sum(times => Math.Pow(times - expected, 2) / expected);
        Assert.InRange(statistic, 0, factorial - 1 + (5 * Math.Sqrt(2 * (factorial - 1)))); // chi-square: mean k, variance 2 k
    }

    [Fact]
    public void Every_number_comes_at_every_position_about_equally_often()
    {
        const int count = 37;
        const int seeds = 20_000;
        var times = new int[count * count];
        for (var seed = 0UL; seed < seeds; seed++)
        {
            foreach (var (number, position) in All(count, seed).Select((number, position) => (number, position)))
            {
                times[(position * count) + number]++;
            }
        }

        var expected = (double)seeds / count;
        var freedom = (count - 1) * (count - 1);
        var statistic = times.Sum(n => Math.Pow(n - expected, 2) / expected);
        Assert.InRange(statistic, freedom - (5 * Math.Sqrt(2 * freedom)), freedom + (5 * Math.Sqrt(2 * freedom)));
    }

    [Fact]
    public void Neighbours_end_up_anywhere_and_not_within_a_window()
    {
        // Two random places of n are n / 3 apart on average.
        const int count = 50_000;
        var order = All(count, 1);
        Assert.Equal(count / 3.0, order.Zip(order.Skip(1)).Average(pair => Math.Abs(pair.First - pair.Second)), count * 0.01);
    }

    [Theory]
    [InlineData(1L << 40)]
    [InlineData((1L << 40) + 1)]
    [InlineData(long.MaxValue)]
    public void Counts_beyond_memory_work_too(long count)
    {
        var order = new ShuffledOrder(count, new RandomSeed(1));
        var numbers = Enumerable.Range(0, 10_000).Select(i => order[i]).ToHashSet();
        Assert.Equal(10_000, numbers.Count);
        Assert.All(numbers, number => Assert.InRange(number, 0, count - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => order[count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => order[-1]);
    }

    private static List<long> All(int count, ulong seed)
    {
        var order = new ShuffledOrder(count, new RandomSeed(seed));
        return [.. Enumerable.Range(0, count).Select(position => order[position])];
    }
}
