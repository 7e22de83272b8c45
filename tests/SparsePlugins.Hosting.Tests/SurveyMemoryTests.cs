using SparsePlugins.Contracts;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins.Inputs;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Tests;

/// <summary>What a source found in large files is remembered between starts, and distrusted when in doubt.</summary>
public sealed class SurveyMemoryTests : IDisposable
{
    private const long Minute = 60_000_000_000;

    private readonly Bench _bench = new();
    private readonly TemporaryFolder _cache = new();
    private int _looks;

    public void Dispose()
    {
        _bench.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void A_file_in_the_same_state_is_not_read_again()
    {
        var loaded = Load("x.npy");

        var first = Recall(loaded);
        var second = Recall(loaded);

        Assert.Equal(1, _looks);
        Assert.Equal((66_000, 66_000), (first.Rows, second.Rows));
        Assert.Equal(["a remark"], second.Remarks);
    }

    [Fact]
    public void A_file_that_was_written_to_is_read_again_and_so_is_another_option()
    {
        var loaded = Load("x.npy");
        Recall(loaded);
        File.WriteAllBytes(_bench.PathOf("x.npy"), File.ReadAllBytes(_bench.PathOf("x.npy")));
        Recall(loaded);
        Recall(Load("x.npy", ", held_out: 0.3"));

        Assert.Equal(3, _looks);
    }

    [Fact]
    public void A_file_that_was_just_written_is_not_remembered()
    {
        var loaded = Load("x.npy");
        var now = FileState.Of(_bench.PathOf("x.npy"))!.Latest; // However long planning took.
        Recall(loaded, now);
        Recall(loaded, now);

        Assert.Equal(2, _looks);
    }

    private DataSurvey Recall(LoadedManifest loaded, long? now = null)
    {
        var source = loaded.Result.Plan!.Cohorts[0].Source;
        var component = _bench.Plugins.Find(source.Kind, source.Name);
        var memory = new SurveyMemory(new UserCache(_cache.Path), () => now ?? FileState.Now + Minute);
        return memory.Recall(component, source, loaded.Files, Look);
    }

    private DataSurvey Look()
    {
        _looks++;
        return new DataSurvey
        {
            Rows = 66_000,
            TrainingRows = 52_800,
            EvaluationRows = 13_200,
            DistinctRows = 66_000,
            MostCopies = 1,
            RowsOfEarlierFiles = 0,
            ZeroRows = 0,
            ShortestLength = 0.1,
            LongestLength = 1,
            VarianceOfLongest = 0.02,
            Remarks = ["a remark"],
        };
    }

    private LoadedManifest Load(string name, string more = "")
    {
        if (!File.Exists(_bench.PathOf(name)))
        {
            _bench.WriteBytes(name, NpyFile.Uniform(rows: 66_000, columns: 4, seed: 1));
        }

        return _bench.Load(
            $$"""
            name: recorded
            seeds: 3
            source: { use: recorded-activations, with: { files: [{{name}}]{{more}} } }
            autoencoder: { use: relu, features: 16 }
            training: { steps: 10 }
            initializers: [orthogonal]
            metrics: [fvu]
            """
        );
    }
}
