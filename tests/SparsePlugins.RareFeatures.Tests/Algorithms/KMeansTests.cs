namespace SparsePlugins.RareFeatures.Tests.Algorithms;

public sealed class KMeansTests
{
    private static readonly float[][] Corners =
    [
        [0, 0],
        [10, 0],
        [0, 10],
        [10, 10],
    ];

    [Fact]
    public void The_next_centre_is_drawn_in_proportion_to_squared_distance()
    {
        // Of 0, 1, 3. From 0 the weights are 1 and 9, from 1: 1 and 4, from 3: 9 and 4. Pairs without order:
        // {0, 1}: (1/10 + 1/5) / 3 = 0.1; {0, 3}: (9/10 + 9/13) / 3 = 0.531; {1, 3}: (4/5 + 4/13) / 3 = 0.369.
        var rows = Rows.Of(1, 0, 1, 3);
        var random = new RandomStream(1);
        var sums = Enumerable
            .Range(0, 6000)
            .Select(_ => KMeansStart.choose(random, 2, rows).Values.Sum())
            .CountBy(sum => sum)
            .ToDictionary();
        Assert.Equal(0.1, sums[1] / 6000.0, 0.02);
        Assert.Equal(0.531, sums[3] / 6000.0, 0.03);
        Assert.Equal(0.369, sums[4] / 6000.0, 0.03);
    }

    [Fact]
    public void Rows_belong_to_the_centre_that_a_loop_finds_nearest()
    {
        var (matrix, centres) = (Rows.Normal(100, 6), Rows.Normal(17, 6, seed: 2));
        var assigned = NearestCentre.assign(centres, matrix);
        var distances = matrix
            .ToArrays()
            .Select(row => centres.ToArrays().Select(centre => Rows.Distance(row, centre)).ToArray())
            .ToArray();
        Assert.Equal(distances.Select(row => Array.IndexOf(row, row.Min())), assigned.Centres);
        Assert.Equal(distances.Sum(row => row.Min() * row.Min()), assigned.Inertia, 1e-3);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(4000)]
    public void Separate_clouds_have_a_centre_each_at_their_mean(int rows)
    {
        // The mean of 10 points of a cloud with deviation 0.1 is within 0.13 of its middle (4 standard errors).
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var centres = MiniBatchKMeans.centres(new RandomStream(seed), 4, Rows.Clouds(rows, Corners)).ToArrays();
            Assert.All(Corners, corner => Assert.Single(centres, centre => Rows.Distance(corner, centre) < 0.13));
        }
    }

    [Fact]
    public void Centres_move_with_the_data()
    {
        var matrix = Rows.Clouds(400, Corners);
        var centres = MiniBatchKMeans.centres(new RandomStream(1), 4, matrix);
        var moved = MiniBatchKMeans.centres(new RandomStream(1), 4, matrix.Select(x => x + 5));
        Assert.All(centres.Values.Zip(moved.Values), pair => Assert.Equal(pair.First + 5, pair.Second, 1e-3f));
    }

    [Fact]
    public void As_many_clusters_as_points_are_the_points()
    {
        var matrix = Rows.Normal(9, 3);
        var centres = MiniBatchKMeans.centres(new RandomStream(1), 9, matrix).ToArrays();
        Assert.All(matrix.ToArrays(), row => Assert.Single(centres, centre => Rows.Distance(row, centre) < 1e-5));
    }

    [Fact]
    public void More_clusters_than_different_points_stay_finite_and_on_the_points()
    {
        var centres = MiniBatchKMeans.centres(new RandomStream(1), 5, Rows.Of(1, 2, 2, 2, 7, 7, 7));
        Assert.Equal([2f, 7f], centres.Values.Distinct().Order());
    }

    [Fact]
    public void The_seed_decides()
    {
        var matrix = Rows.Normal(2000, 3);
        Assert.Equal(Centres(1), Centres(1));
        Assert.NotEqual(Centres(1), Centres(2));

        float[] Centres(ulong seed) => MiniBatchKMeans.centres(new RandomStream(seed), 6, matrix).Values;
    }

    [Fact]
    public void Groups_take_turns()
    {
        int[][] groups =
        [
            [1, 2, 3],
            [4],
            [5, 6],
        ];
        Assert.Equal([1, 4, 5, 2, 6, 3], Turns.take(groups));
    }
}
