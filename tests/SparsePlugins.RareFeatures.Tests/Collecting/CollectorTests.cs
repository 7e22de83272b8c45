using Microsoft.FSharp.Core;
using SparsePlugins.Contracts;

namespace SparsePlugins.RareFeatures.Tests.Collecting;

public sealed class CollectorTests
{
    private static readonly float[][] Corners =
    [
        [10, 0],
        [0, 10],
        [-10, -10],
    ];

    // Their mean is (2, 2).
    private static readonly Matrix Four = Rows.Of(2, 1, 0, 0, 1, 2, 7, 5, 0);

    [Fact]
    public void Mean_residuals_are_the_first_free_points_minus_the_mean_of_all() =>
        Assert.Equal([0f, 5, -1, -2], Collect(Collector.MeanResidual, 2, Four, 2, 0, 3).Values);

    [Fact]
    public void The_random_control_is_the_first_free_points() =>
        Assert.Equal([2f, 7, 1, 0], Collect(Collector.RandomControl, 2, Four, 2, 0, 3).Values);

    [Fact]
    public void Centroid_residuals_are_members_of_different_clusters_minus_their_centroid()
    {
        var points = Rows.Clouds(60, Corners);
        var residuals = Collect(Clustered(null), 3, points, [.. Enumerable.Range(0, 60)]).ToArrays();
        // In 60 points of three clouds the one that a residual came from differs from it by one of three centroids.
        var means = Enumerable.Range(0, 3).Select(cloud => Mean([.. points.ToArrays().Where((_, row) => row % 3 == cloud)])).ToArray();
        var clouds = residuals.Select(residual => Array.FindIndex(means, mean => IsPoint(points, residual, mean)));
        Assert.Equal([0, 1, 2], clouds.Order());
    }

    [Fact]
    public void With_fewer_clusters_than_vectors_each_cluster_gives_several()
    {
        var residuals = Collect(Clustered(3), 9, Rows.Clouds(60, Corners), [.. Enumerable.Range(0, 60)]).ToArrays();
        Assert.Equal(9, residuals.Length);
        Assert.All(residuals, residual => Assert.InRange(Rows.Distance(residual, [0, 0]), 1e-6, 1)); // Clouds are 10 apart.
    }

    [Fact]
    public void A_cluster_of_one_gives_nothing() =>
        // Two clusters: the pair, with centroid 1, and the lone point.
        Assert.Equal([-1f, 1], Collect(Clustered(2), 3, Rows.Of(1, 0, 2, 100), 0, 1, 2).Values.Order());

    [Fact]
    public void Outliers_by_distance_are_the_free_points_farthest_from_the_mean_first() =>
        // Squared distances to (2, 2) are 5, 5, 25, 13; the farthest is not free.
        Assert.Equal([5f, 0, 1, 0], Collect(Collector.NewOutliers(OutlierDetector.Distance), 2, Four, 1, 3, 0).Values);

    [Theory]
    [InlineData(OutlierDetector.IsolationForest)]
    [InlineData(OutlierDetector.LocalOutlierFactor)]
    [InlineData(OutlierDetector.Distance)]
    public void Every_detector_finds_points_far_from_a_cloud(OutlierDetector detector)
    {
        var points = new Matrix([.. Rows.Normal(300, 3).Values, 9, 9, 9, -9, 9, -9], 3);
        var found = Collect(Collector.NewOutliers(detector), 2, points, [.. Enumerable.Range(0, 302).Reverse()]).ToArrays();
        Assert.Equal(
            [
                [-9f, 9, -9],
                [9f, 9, 9],
            ],
            found.OrderBy(row => row[0])
        );
    }

    [Theory]
    [InlineData(OutlierDetector.IsolationForest)]
    [InlineData(OutlierDetector.LocalOutlierFactor)]
    [InlineData(OutlierDetector.Distance)]
    public void Outliers_do_not_depend_on_the_order_of_the_free_points(OutlierDetector detector)
    {
        var points = Rows.Normal(50, 3);
        var collector = Collector.NewOutliers(detector);
        var upwards = Collect(collector, 10, points, [.. Enumerable.Range(0, 50)]);
        Assert.Equal(upwards.Values, Collect(collector, 10, points, [.. Enumerable.Range(0, 50).Reverse()]).Values);
    }

    [Fact]
    public void Vectors_that_are_zero_are_left_out_even_if_fewer_remain() =>
        Assert.Equal([1f, -1], Collect(Collector.MeanResidual, 3, Rows.Of(1, 4, 5, 3), 0, 1, 2).Values);

    private static Matrix Collect(Collector collector, int wanted, Matrix points, params int[] free)
    {
        var collected = CollectorModule.collect(new RandomStream(1), wanted, new Sample(points, free), collector);
        // Residuals are those of the points times a power of two.
        var factor = collector.IsMeanResidual || collector.IsCentroidResidual ? Directions.PowerOfTwo(points.Values.Max(Math.Abs)) : 1;
        return new Matrix([.. collected.Values.Take(wanted * points.Width).Select(value => value / factor)], points.Width);
    }

    private static Collector Clustered(int? clusters) =>
        Collector.NewCentroidResidual(clusters is { } stated ? FSharpOption<int>.Some(stated) : FSharpOption<int>.None);

    private static float[] Mean(float[][] rows) => [rows.Average(row => row[0]), rows.Average(row => row[1])];

    private static bool IsPoint(Matrix points, float[] residual, float[] mean) =>
        points.ToArrays().Any(point => Rows.Distance(point, [residual[0] + mean[0], residual[1] + mean[1]]) < 1e-3);
}
