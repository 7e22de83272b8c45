using SparsePlugins.Formats;
using SparsePlugins.Records;

namespace SparsePlugins.Hosting.Tests;

/// <summary>Dictionaries that are measured and not trained: <c>dictionaries</c> in manifests.</summary>
public sealed class MeasuredDictionaryTests : IDisposable
{
    private readonly Bench _bench = new();
    private static readonly TinyManifest Tiny = new() { Initializers = "[orthogonal]", Seeds = 3 };

    /// <summary>The law: on the data of its seed, a dictionary measures what its run measured last, also where rows are centered and whitened.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(", center: mean, scale: whiten")]
    public void A_run_and_the_weights_that_it_wrote_measure_the_same(string inputs)
    {
        var source = Tiny.Source.TrimEnd('}', ' ') + " }" + inputs + " }";
        var trained = Tiny with { Source = source };
        var first = Run(trained).Records;
        var beside = Run(trained with { More = "dictionaries: [out/weights/*.safetensors]" }).Records;
        var measured = beside.Where(record => record.Reinitializer == ExperimentRun.NotTrained).ToArray();

        Assert.Equal(9, measured.Length); // Three dictionaries with the data of three seeds.
        Assert.Equal(first.Count, beside.Count - measured.Length);
        foreach (var run in first)
        {
            var same = measured.Single(one => one.Seed == run.Seed && one.Initializer.Contains(run.Id, StringComparison.Ordinal));
            Assert.Equal((Outcome.Completed, 0L), (same.Outcome, same.Steps));
            Assert.All(["mmcs", "l0", "fvu", "dead-fraction"], name => Assert.Equal(Last(run, name), Last(same, name), 1e-4));
        }
    }

    /// <summary>The tool's own codes: of <c>sparsify-topk</c> rows 1 to 5 have 4 active features each, and they are the recording.</summary>
    [Fact]
    public void Dictionaries_of_other_tools_are_measured_alone()
    {
        var outcome = Run(Alone("saelens-topk", "sparsify-topk", "dictionary-learning-batchtopk"));
        Assert.Equal((6, 6, 0), (outcome.Total, outcome.Finished, outcome.Failed));
        var topK = outcome.Records.Where(record => record.Initializer.EndsWith("sparsify-topk", StringComparison.Ordinal)).ToArray();

        Assert.All(topK, record => Assert.Equal(4, Last(record, "l0"), 1e-9));
        Assert.All(topK, record => Assert.Equal("top-k(k=4,decoder_bias=true)", record.Architecture));
        var report = File.ReadAllText(outcome.Report);
        Assert.Contains("3 dictionaries were measured; nothing was trained.", report, StringComparison.Ordinal);
        Assert.Contains("Intervals are over the evaluation data of the seeds", report, StringComparison.Ordinal);
        Assert.Equal(0, Run(Alone("saelens-topk", "sparsify-topk", "dictionary-learning-batchtopk")).Pending); // Nothing is measured twice.
    }

    [Fact]
    public void What_can_t_be_measured_is_refused_where_it_is_named()
    {
        var wide = new TinyManifest { More = $"dictionaries: [{Fixture("saelens-topk")}, nowhere]" };
        var problems = _bench.Load(wide).Result.Problems;

        Assert.Equal(["dictionaries[0]", "dictionaries[1]"], problems.Select(problem => problem.Path));
        Assert.EndsWith(
            "is of activations of width 12, and the source 'toy-superposition(activation_dim=8,features=16,active=2)' gives activations of width 8; "
                + "measure it with the model and the hook that it was trained on",
            problems[0].Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith("no folder or file 'nowhere' in ", problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_begins_at_the_directions_of_another_tool_s_folder()
    {
        const string source = "{ use: toy-superposition, with: { activation_dim: 12, features: 20, active: 2 } }";
        foreach (var tool in new[] { "saelens-topk", "sparsify-topk", "dictionary-learning-topk", "dictionary-learning-jumprelu" })
        {
            var start = $"[{{ use: from-dictionary, with: {{ file: {Fixture(tool)} }} }}]";
            var manifest = new TinyManifest
            {
                Source = source,
                Initializers = start,
                Seeds = 1,
                Autoencoder = "{ use: relu, features: 20 }",
            };
            using var bench = new Bench();
            Assert.Equal(1, bench.Run(manifest));
            var own = Run(
                new TinyManifest
                {
                    Source = source,
                    Seeds = 1,
                    More = $"dictionaries: [{Fixture(tool)}]",
                }
            ).Records;
            Assert.Equal(
                Last(own.Single(record => record.Initializer == Fixture(tool)), "mmcs"),
                Curve(bench.Ended.Single(), "mmcs")[0],
                1e-5
            );
        }
    }

    /// <summary>As several workers share the runs of a folder.</summary>
    [Fact]
    public void One_that_another_process_measures_is_left_to_it()
    {
        var all = Run(Alone("saelens-topk", "sparsify-topk"));
        var id = all.Experiment.Runs[0].Id;
        File.Delete(_bench.Store.RecordPath(id));
        using (_bench.Store.Claims.TryClaim(id))
        {
            Assert.Equal((4, 3), (all.Total, Run(Alone("saelens-topk", "sparsify-topk")).Finished));
        }

        Assert.Equal(4, Run(Alone("saelens-topk", "sparsify-topk")).Finished);
    }

    [Fact]
    public void An_option_that_decides_no_result_measures_nothing_again()
    {
        var plain = Alone("saelens-topk");
        Assert.Equal(2, Run(plain).Pending);
        var pictures = Run(plain.Replace("files: rows.npy", "files: rows.npy, shape: [3, 4]", StringComparison.Ordinal));

        Assert.Equal((0, 2), (pictures.Pending, pictures.Finished));
        Assert.All(pictures.Records, record => Assert.Contains("\"shape\":[3,4]", record.Spec, StringComparison.Ordinal));
    }

    public void Dispose() => _bench.Dispose();

    private RunOutcome Run(string manifest) =>
        new ObservedRun().Run(
            _bench.Plugins,
            new RunSettings(_bench.Write("manifest.yaml", manifest)) { Folder = _bench.Folder, Fresh = false }
        );

    private string Alone(params string[] folders)
    {
        var input = Expected("sparsify-topk", "input"); // [7, 12]
        float[][] rows =
        [
            .. Enumerable.Range(0, 500).Select(row => 12 * ((row % 5) + 1)).Select(first => input.Values[first..(first + 12)]),
        ];
        _bench.WriteRows("rows.npy", rows);
        return $"""
            name: tiny
            seeds: 2
            source: {"{ use: recorded-activations, with: { files: rows.npy } }"}
            metrics: [l0, fvu]
            evaluation: {"{ samples: 100 }"}
            dictionaries: [{string.Join(", ", folders.Select(Fixture))}]
            """;
    }

    private static string Fixture(string name) => Path.Combine(Repository.Root, "tests", "fixtures", "dictionaries", name);

    private static NumberArray Expected(string folder, string tensor)
    {
        using var file = File.OpenRead(Path.Combine(Fixture(folder), "expected.safetensors"));
        var header = SafetensorsHeader.Read(file);
        return SafetensorsNumbers.Read(file, header, header.Entries.Single(entry => entry.Name == tensor));
    }

    private static double Last(RunRecord record, string metric) => Curve(record, metric)[^1];

    private static IReadOnlyList<double> Curve(RunRecord record, string metric) =>
        record.Curves.Single(curve => curve.Measurement == metric).Values;
}
