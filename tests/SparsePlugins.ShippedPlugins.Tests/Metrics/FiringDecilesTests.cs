using SparsePlugins.Metrics;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

public sealed class FiringDecilesTests
{
    [Fact]
    public void Thirteen_features_fall_into_ten_deciles_by_hand()
    {
        // Feature i has value i and is rarer the larger i is: ascending order is 12, 11, ..., 0. Places floor(13 k / 10): 0 1 2 3 5 6 7 9 10 11 13.
        var values = Enumerable.Range(0, 13).Select(i => (double)i).ToArray();
        var probabilities = values.Select(i => 1 / (1 + i)).ToArray();
        Assert.Equal([12, 11, 10, 8.5, 7, 6, 4.5, 3, 2, 0.5], FiringDeciles.Means(values, probabilities));
    }

    [Fact]
    public void Features_that_fire_equally_often_keep_their_order() =>
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], FiringDeciles.Means([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [.. Enumerable.Repeat(0.1, 10)]));

    [Fact]
    public void With_fewer_than_ten_features_some_deciles_are_undefined()
    {
        // Places floor(2 k / 10): 0 0 0 0 0 1 1 1 1 1 2.
        var nan = double.NaN;
        Assert.Equal([nan, nan, nan, nan, 8, nan, nan, nan, nan, 9], FiringDeciles.Means([9, 8], [0.5, 0.1]));
    }
}
