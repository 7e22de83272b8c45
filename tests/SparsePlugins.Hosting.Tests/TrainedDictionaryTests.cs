using SparsePlugins.Records;

namespace SparsePlugins.Hosting.Tests;

/// <summary>A run may begin with the weights that another run wrote.</summary>
public sealed class TrainedDictionaryTests
{
    private const string FromDictionary = "{ use: from-dictionary, with: { file: FILE } }";

    [Fact]
    public void A_run_begins_where_the_run_of_a_file_ended_and_other_bytes_are_another_run()
    {
        using var earlier = new Bench();
        Assert.Equal(2, earlier.Run(new TinyManifest { Initializers = "[orthogonal]", Seeds = 2 }));
        using var later = new Bench();
        foreach (var record in earlier.Ended)
        {
            var file = Path.Combine(earlier.Folder, "weights", record.Id + ".safetensors");
            Assert.Equal(
                2,
                later.Run(new TinyManifest { Seeds = 2, Initializers = $"[{{ use: from-weights, with: {{ file: {file} }} }}]" })
            );
        }

        Assert.Equal(4, later.Ended.Select(record => record.Id).Distinct().Count());
        foreach (var record in earlier.Ended)
        {
            var started = later.Ended.Single(one =>
                one.Seed == record.Seed && one.Initializer.Contains(record.Id, StringComparison.Ordinal)
            );
            Assert.All(["mmcs", "fvu"], metric => Assert.Equal(Values(record, metric)[^1], Values(started, metric)[0]));
        }
    }

    [Fact]
    public void A_dictionary_of_another_width_is_refused_where_its_file_is_named()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest { Initializers = "[orthogonal]", Seeds = 1 });
        var file = $"out/weights/{bench.Ended.Single().Id}.safetensors";
        var other = new TinyManifest
        {
            Source = "{ use: toy-superposition, with: { activation_dim: 9, features: 16, active: 2 } }",
            Initializers = $"[{FromDictionary.Replace("FILE", file, StringComparison.Ordinal)}]",
        };
        var problem = Assert.Single(bench.Load(other).Result.Problems);

        Assert.Equal("initializers[0].with.file", problem.Path);
        Assert.Equal("'from-dictionary' has directions of width 8, and the source gives activations of width 9", problem.Message);
    }

    [Fact]
    public void A_pattern_that_matches_several_files_is_refused_where_one_is_read()
    {
        using var bench = new Bench();
        bench.Run(new TinyManifest { Initializers = "[orthogonal]", Seeds = 2 });
        var pattern = FromDictionary.Replace("FILE", "out/weights/*.safetensors", StringComparison.Ordinal);
        var problem = Assert.Single(bench.Load(new TinyManifest { Initializers = $"[{pattern}]" }).Result.Problems);

        Assert.Equal("'out/weights/*.safetensors' matches 2 files, and one is read; name it", problem.Message);
    }

    private static IReadOnlyList<double> Values(RunRecord record, string metric) =>
        record.Curves.Single(curve => curve.Measurement == metric).Values;
}
