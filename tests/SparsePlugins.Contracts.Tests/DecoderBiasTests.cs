using static TorchSharp.torch;

namespace SparsePlugins.Contracts.Tests;

public sealed class DecoderBiasTests : TensorTest
{
    private sealed record Options : InitializerOptions;

    [Fact]
    public void It_starts_at_zero_unless_the_options_say_otherwise() => AssertClose([0, 0], Bias(Points((3, 1), (5, 2))));

    [Fact]
    public void It_starts_at_the_mean_of_the_sample() => AssertClose([4, 3], Bias(Points((3, 1), (5, 2), (4, 6)), DecoderBiasStart.Mean));

    [Fact]
    public void Of_four_corners_the_geometric_median_is_where_the_diagonals_cross()
    {
        // Any other point is farther from the two ends of a diagonal together. y = 3/4 x and y = 4 - x meet at (16/7, 12/7).
        var median = Bias(Points((0, 0), (4, 0), (4, 3), (1, 3)), DecoderBiasStart.GeometricMedian);
        AssertNear([16 / 7f, 12 / 7f], median);
    }

    [Fact]
    public void Of_a_triangle_without_a_wide_angle_the_geometric_median_sees_every_side_under_120_degrees()
    {
        // Fermat's point of (-1, 0), (1, 0), (0, 3): on the axis, where the base is seen under 120 degrees, at height 1 / tan 60.
        var median = Bias(Points((-1, 0), (1, 0), (0, 3)), DecoderBiasStart.GeometricMedian);
        AssertNear([0, 1 / MathF.Sqrt(3)], median);
    }

    [Fact]
    public void Of_a_triangle_with_an_angle_above_120_degrees_it_is_that_corner() =>
        AssertNear([0, 0.1f], Bias(Points((-1, 0), (1, 0), (0, 0.1f)), DecoderBiasStart.GeometricMedian));

    [Fact]
    public void A_row_that_the_iterations_meet_does_not_hold_them_for_good()
    {
        // The mean is (0, 0), itself a row, and the others pull harder than it holds. At (x, 0) the rows (0, 0) and (-12, 0) pull left with 1 each, (4, 0)
        // right with 1, and the two beside it together with 2 (4 - x) / sqrt((4 - x)^2 + 1): in balance at 4 - x = 1 / sqrt 3.
        var median = Bias(Points((0, 0), (4, 1), (4, -1), (4, 0), (-12, 0)), DecoderBiasStart.GeometricMedian);
        AssertNear([4 - 1 / MathF.Sqrt(3), 0], median);
    }

    [Fact]
    public void One_far_row_hardly_moves_the_geometric_median()
    {
        var median = Bias(Points((0, 0), (2, 0), (0, 2), (2, 2), (1e6f, 1e6f)), DecoderBiasStart.GeometricMedian);
        Assert.InRange(median.norm().item<float>(), 0, 3);
    }

    [Theory]
    [InlineData(DecoderBiasStart.Mean)]
    [InlineData(DecoderBiasStart.GeometricMedian)]
    public void Of_equal_rows_it_is_the_row(DecoderBiasStart start) => AssertClose([0.3f, -7], Bias(Points((0.3f, -7), (0.3f, -7)), start));

    [Fact]
    public void Anyone_may_say_how_a_dictionary_starts()
    {
        var weights = Start(Points((1, 2), (3, 4)), new Foreign());
        AssertClose([2, 3], weights.DecoderBias);
        AssertClose([2, 0, 0, 2], weights.EncoderWeight);
    }

    private static Tensor Bias(Tensor sample, DecoderBiasStart start = DecoderBiasStart.Zero) =>
        Start(sample, start == DecoderBiasStart.Zero ? new Options() : new Options { DecoderBias = start }).DecoderBias;

    private static AutoencoderWeights Start(Tensor sample, IDictionaryStart options)
    {
        using var context = Context();
        return AutoencoderWeights.FromDirections(eye(2), sample, options, context);
    }

    private static void AssertNear(float[] expected, Tensor actual) =>
        Assert.Equal(expected, Numbers(actual), (left, right) => Math.Abs(left - right) <= 1e-4f);

    private static Tensor Points(params (float X, float Y)[] rows) =>
        tensor(rows.SelectMany(row => new[] { row.X, row.Y }).ToArray()).reshape(-1, 2);

    private sealed class Foreign : IDictionaryStart
    {
        public EncoderStart Encoder => EncoderStart.Tied;

        public double EncoderScale => 2;

        public DecoderBiasStart DecoderBias => DecoderBiasStart.Mean;

        public double DecoderScale => 1;
    }
}
