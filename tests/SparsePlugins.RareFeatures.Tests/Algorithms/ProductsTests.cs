namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class ProductsTests
{
    // Rows around the width of one and of two panels; groups of four with every rest; widths that no register divides.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(15, 3, 5)]
    [InlineData(16, 7, 4)]
    [InlineData(17, 17, 6)]
    [InlineData(70, 128, 7)]
    public void Products_are_those_of_three_nested_loops(int rows, int width, int count)
    {
        var right = Rows.Normal(rows, width);
        var left = Rows.Normal(count + 2, width, seed: 2);
        var products = new Products(right);
        var output = Enumerable.Repeat(float.NaN, count * products.Stride).ToArray();
        products.Fill(left, 2, count, output);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < products.Stride; j++)
            {
                var expected = j < rows ? Slow(left.ToArrays()[i + 2], right.ToArrays()[j]) : 0;
                Assert.Equal(expected, output[i * products.Stride + j], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(29)]
    public void Squared_distances_are_those_of_a_loop(int width)
    {
        var rows = Rows.Normal(2, width);
        var expected = Math.Pow(Rows.Distance(rows.ToArrays()[0], rows.ToArrays()[1]), 2);
        Assert.Equal(expected, Distance.squared(rows.Row(0), rows.Row(1)), 1e-4);
        Assert.Equal(Math.Sqrt(expected), Distance.exact(rows.Row(0), rows.Row(1)), 1e-6);
    }

    private static double Slow(float[] left, float[] right) => left.Zip(right, (x, y) => (double)x * y).Sum();
}
