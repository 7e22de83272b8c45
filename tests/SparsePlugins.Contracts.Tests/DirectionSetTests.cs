using static TorchSharp.torch;

namespace SparsePlugins.Contracts.Tests;

public sealed class DirectionSetTests : TensorTest
{
    [Theory]
    [InlineData(1.5e-3f, true)] // 1 - cos = 1.125e-6
    [InlineData(1.4e-3f, false)] // 1 - cos = 0.98e-6
    [InlineData(0f, false)]
    [InlineData(MathF.PI, true)]
    public void A_direction_is_new_where_its_cosine_is_below_one_minus_a_millionth(float angle, bool isNew)
    {
        var set = new DirectionSet(2);
        Assert.True(set.Add([1, 0]));
        Assert.Equal(isNew, set.Add([5 * MathF.Cos(angle), 5 * MathF.Sin(angle)]));
    }

    [Theory]
    [InlineData(1e-45f)]
    [InlineData(1e-30f)]
    [InlineData(1e-22f)]
    [InlineData(1e19f)]
    [InlineData(1e38f)]
    public void Scale_does_not_count(float scale)
    {
        var set = new DirectionSet(3);
        Assert.True(set.Add([1, 2, 2]));
        Assert.False(set.Add([scale, 2 * scale, 2 * scale]));
        Assert.True(set.Add([scale, 2 * scale, -2 * scale]));
    }

    [Fact]
    public void Zero_is_no_direction() => Assert.False(new DirectionSet(2).Add([0, -0f]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(65)]
    public void It_takes_what_a_search_through_all_cosines_takes(int width)
    {
        // Near-copies at distances around the tolerance, 1.41e-3, among rows of any length.
        using var random = new RandomSeed(2).CreateGenerator(CPU);
        var rows = randn(60, width, generator: random);
        var near = rows.repeat(5, 1) + randn(300, width, generator: random) * 1e-3 / Math.Sqrt(width);
        var all = (cat([rows, near]) * rand(360, 1, generator: random) * 100).to_type(ScalarType.Float32);
        var exact = all.to_type(ScalarType.Float64);
        exact /= exact.norm(dim: 1, keepdim: true);
        var expected = new List<long>();
        for (var row = 0; row < 360; row++)
        {
            if (expected.All(taken => (exact[row] - exact[taken]).square().sum().item<double>() > 2e-6))
            {
                expected.Add(row);
            }
        }

        Assert.Equal(expected, Directions.Distinct(all).data<long>().ToArray());
        Assert.Equal(360 - expected.Count, Directions.CountCoinciding(all));
    }

    [Fact]
    public void Taken_directions_are_not_new_and_no_more_are_found_than_wanted()
    {
        var rows = eye(5).repeat(2, 1);
        Assert.Equal([0L, 2, 4], Directions.Distinct(rows, taken: cat([eye(5)[1..2] * 7, eye(5)[3..4]])).data<long>().ToArray());
        Assert.Equal([0L, 1], Directions.Distinct(rows, most: 2).data<long>().ToArray());
    }

    [Fact]
    public void A_slot_that_is_freed_takes_the_last_row_and_is_found_no_more()
    {
        var set = new DirectionSet(2);
        var found = new List<int>();
        float[][] rows =
        [
            [1, 0],
            [0, 1],
            [-1, 0],
        ];
        foreach (var row in rows)
        {
            set.Add(row);
        }

        set.RemoveAt(0);
        set.Find(rows[0], found);
        Assert.Empty(found);
        set.Find(rows[2], found);
        Assert.Equal([0], found);
        Assert.Equal(rows[2], set[0].ToArray());
        set.Put(0, rows[0]);
        set.Find(rows[0], found);
        Assert.Equal((2, 0), (set.Count, Assert.Single(found)));
    }

    [Theory]
    [InlineData(1e-38f)]
    [InlineData(1e-22f)]
    [InlineData(1e19f)]
    [InlineData(1e37f)]
    public void Unit_rows_have_length_one_at_any_scale(float scale)
    {
        using var random = new RandomSeed(2).CreateGenerator(CPU);
        var rows = cat([randn(6, 20, generator: random), zeros(1, 20)]);
        var unit = Directions.Unit(rows * scale);
        AssertClose(Numbers(rows / rows.norm(dim: 1, keepdim: true).clamp_min(1e-9)), unit);
        Assert.Equal(0f, unit[6].abs().sum().item<float>());
    }

    [Fact]
    public void At_usual_scales_unit_rows_are_those_of_a_division_to_the_bit()
    {
        using var random = new RandomSeed(2).CreateGenerator(CPU);
        var rows = randn(50, 33, generator: random) * 12;
        Assert.Equal((rows / rows.norm(dim: 1, keepdim: true)).bytes.ToArray(), Directions.Unit(rows).bytes.ToArray());
    }
}
