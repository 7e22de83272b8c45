using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class PooledInitializerTests : InitializerConformance
{
    private readonly WeightFiles _files = new();

    protected override IDictionaryInitializer Create() =>
        new PooledInitializer(new() { Files = Write(WeightFiles.Random(1, 24, 12), WeightFiles.Random(2, 24, 12)) });

    public override void Dispose()
    {
        base.Dispose();
        _files.Dispose();
        GC.SuppressFinalize(this);
    }

    // Angles in degrees. The first feature is in all three dictionaries, 60 in two, the others in one.
    private Tensor[] Three => [Plane(0, 60, 200), Plane(5, 62, 120), Plane(-4, 250, 300)];

    [Fact]
    public void Features_that_most_dictionaries_share_come_first_and_each_once()
    {
        var angles = Angles(Start(Three, features: 6));
        Assert.Contains(angles[0], new[] { 0, 5, 356 });
        Assert.Contains(angles[1], new[] { 60, 62 });
        Assert.Equal([120, 200, 250, 300], angles[2..].Order());
    }

    [Fact]
    public void Of_matching_rows_and_of_those_of_one_run_the_seed_decides()
    {
        var starts = Enumerable.Range(0, 40).Select(seed => Angles(Start(Three, features: 3, seed: (ulong)seed))).ToArray();
        Assert.Equal([0, 5, 356], starts.Select(start => start[0]).Distinct().Order());
        Assert.Equal([120, 200, 250, 300], starts.Select(start => start[2]).Distinct().Order());
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public void Only_features_that_enough_dictionaries_share_are_taken_where_asked_for(int sharedBy, int found)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Start(Three, features: 3, new() { SharedBy = sharedBy }));
        Assert.Contains($"found {found} ", refusal.Message, StringComparison.Ordinal);

        var filled = Start(Three, features: 3, new() { SharedBy = sharedBy, Fill = true });
        Assert.Contains(Angles(filled)[0], new[] { 0, 5, 356 });
        AssertClose(1.0, filled.norm(dim: 1));
    }

    [Fact]
    public void A_cosine_just_below_the_limit_is_another_feature()
    {
        // Angles 0 and 20: cosine 0.9397.
        Tensor[] two = [Plane(0, 100), Plane(20, 180)];
        Assert.Equal(4, Angles(Start(two, features: 4, new() { SameFrom = 0.94 })).Distinct().Count());
        Assert.Contains(
            "found 3 ",
            Assert.Throws<ArgumentException>(() => Start(two, features: 4, new() { SameFrom = 0.939 })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_feature_and_its_opposite_are_two() => Assert.Equal([0, 180], Angles(Start([Plane(0), Plane(180)], features: 2)).Order());

    [Fact]
    public void A_feature_that_one_run_split_is_found_in_another_run_once()
    {
        // 30 is nearest to both 26 and 33, and 33 is the nearest to it: 26 is no match, and too near to be another feature.
        var angles = Enumerable.Range(0, 20).Select(seed => Angles(Start([Plane(30, 150), Plane(26, 33, 270)], 3, seed: (ulong)seed)));
        Assert.All(
            angles,
            one =>
            {
                Assert.Contains(one[0], new[] { 30, 33 });
                Assert.Equal([150, 270], one[1..].Order());
            }
        );
    }

    [Fact]
    public void Matches_are_those_of_a_slow_count_over_all_pairs_of_rows()
    {
        var truth = WeightFiles.Random(9, 1500, 4); // More than a block of rows.
        Tensor[] dictionaries =
        [
            .. Enumerable.Range(0, 3).Select(one => Directions.Unit(truth + (0.05 * WeightFiles.Random((ulong)(20 + one), 1500, 4)))),
        ];
        var counts = RowMatches.CountDictionaries(dictionaries, 0.999, default).data<long>().ToArray();

        var cosines = dictionaries.Select(one => dictionaries.Select(other => Table(one.mm(other.T))).ToArray()).ToArray();
        var expected = Enumerable.Range(0, 3).SelectMany(one => Enumerable.Range(0, 1500).Select(row => SlowCount(cosines, one, row)));
        Assert.Equal(expected, counts);
        Assert.Equal([1L, 2, 3], counts.Distinct().Order());
    }

    [Fact]
    public void Different_rows_are_those_that_a_slow_look_at_every_row_before_finds()
    {
        var rows = Directions.Unit(WeightFiles.Random(4, 2500, 3));
        var places = RowMatches.Different(rows, 0.99, int.MaxValue, default).data<long>().ToArray();
        var cosines = Table(rows.mm(rows.T));
        var kept = new List<long>();
        for (var row = 0; row < 2500; row++)
        {
            if (kept.TrueForAll(one => cosines[row][one] < 0.99f))
            {
                kept.Add(row);
            }
        }

        Assert.Equal(kept, places);
        Assert.Equal(kept.Take(7), RowMatches.Different(rows, 0.99, 7, default).data<long>().ToArray());
    }

    [Fact]
    public void One_file_and_the_same_file_twice_are_refused()
    {
        var message = "pooled: files must name two or more different weights files, names 1; from-dictionary takes the rows of one";
        Assert.StartsWith(
            message,
            Assert.Throws<ArgumentException>(() => new PooledInitializer(new() { Files = ["a"] })).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => new PooledInitializer(new() { Files = ["a", "a"] }));
    }

    [Fact]
    public void More_sharers_than_files_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new PooledInitializer(new() { Files = ["a", "b"], SharedBy = 3 }));
        Assert.StartsWith(
            "pooled: shared_by must be at most the 2 files, got 3; write shared_by: 2 or less",
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Dictionaries_of_different_widths_are_refused()
    {
        var files = Write(ones(2, 3), ones(2, 4));
        var refusal = Assert.Throws<InvalidDataException>(() => new PooledInitializer(new() { Files = files }).ActivationDim);
        Assert.Equal(
            $"{files[1]}: its directions have width 4, and those of {files[0]} 3; pool dictionaries of one width",
            refusal.Message
        );
    }

    private static long SlowCount(float[][][][] cosines, int one, int row) =>
        1
        + Enumerable
            .Range(0, 3)
            .Count(other =>
            {
                if (other == one)
                {
                    return false;
                }

                var there = Array.IndexOf(cosines[one][other][row], cosines[one][other][row].Max());
                var back = Array.IndexOf(cosines[other][one][there], cosines[other][one][there].Max());
                return back == row && cosines[one][other][row][there] >= 0.999f;
            });

    private static float[][] Table(Tensor matrix) => [.. matrix.data<float>().ToArray().Chunk((int)matrix.shape[1])];

    private static Tensor Plane(params float[] degrees)
    {
        var angles = tensor(degrees) * (float)(Math.PI / 180);
        return stack([angles.cos(), angles.sin()], 1);
    }

    private static int[] Angles(Tensor directions) =>
        [.. directions[.., 1].atan2(directions[.., 0]).data<float>().Select(angle => ((int)Math.Round(angle * 180 / Math.PI) + 360) % 360)];

    private string[] Write(params Tensor[] dictionaries) =>
        [.. dictionaries.Select((rows, place) => _files.Write($"{place}.safetensors", rows))];

    private Tensor Start(Tensor[] dictionaries, int features, PooledOptions? options = null, ulong seed = 7)
    {
        using var context = ToyProblem.Context(seed);
        var initializer = new PooledInitializer((options ?? new()) with { Files = Write(dictionaries) });
        var width = (int)dictionaries[0].shape[1];
        return initializer.Initialize(new(width, features), ones(3, width), context).DecoderWeight;
    }
}
