using SparsePlugins.Kernels;

namespace SparsePlugins.Training.Tests.Fused;

public sealed unsafe class NativeBufferTests
{
    [Fact]
    public void A_write_beside_a_buffer_shows()
    {
        using var buffer = new NativeBuffer<float>(5);
        Assert.True(buffer.IsIntact);
        buffer.Pointer[5] = 1;
        Assert.False(buffer.IsIntact);

        using var other = new NativeBuffer<float>(5);
        other.Pointer[-1] = 1;
        Assert.False(other.IsIntact);
    }

    [Fact]
    public void A_grown_buffer_keeps_what_it_held_and_is_zero_behind()
    {
        using var buffer = new NativeBuffer<int>(2);
        (buffer.Pointer[0], buffer.Pointer[1]) = (3, 4);
        buffer.Grow(1000);
        Assert.Equal([3, 4, 0], new Span<int>(buffer.Pointer, 3).ToArray());
        Assert.Equal(0, buffer.Pointer[999]);
        Assert.True(buffer.IsIntact);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void The_largest_of_a_list_keep_their_order_and_of_equal_ones_the_first(int k)
    {
        float[] values = [3, 1, MathF.Abs(float.NaN), 3, 0.5f, 3, 1e-40f, 2, float.PositiveInfinity, 0];
        var expected = Enumerable
            .Range(0, values.Length)
            .OrderByDescending(i => float.IsNaN(values[i]) ? double.MaxValue : Math.Min(values[i], 1e300))
            .ThenBy(i => i)
            .Take(k)
            .Order()
            .ToArray();
        using var list = new NativeBuffer<float>(values.Length);
        using var places = new NativeBuffer<int>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            (list.Pointer[i], places.Pointer[i]) = (values[i], i);
        }

        var least = Selection.KeepLargest(list.Pointer, places.Pointer, values.Length, k);
        Assert.Equal(expected, new Span<int>(places.Pointer, k).ToArray());
        Assert.Equal(expected.Select(i => values[i]), new Span<float>(list.Pointer, k).ToArray());
        Assert.Equal(
            expected.Min(i => float.IsNaN(values[i]) ? float.PositiveInfinity : values[i]),
            float.IsNaN(least) ? float.PositiveInfinity : least
        );
    }
}
