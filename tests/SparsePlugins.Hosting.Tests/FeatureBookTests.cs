using SparsePlugins.Contracts;
using SparsePlugins.FeaturePages;
using SparsePlugins.Hosting.Dictionaries;
using SparsePlugins.Hosting.Features;
using SparsePlugins.Interchange;

namespace SparsePlugins.Hosting.Tests;

/// <summary>The numbers of a feature page, against slow loops over the same rows.</summary>
public sealed class FeatureBookTests : IDisposable
{
    private const int Rows = 1500;
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Densities_codes_and_histograms_are_those_of_the_rows()
    {
        _bench.Run(new TinyManifest { Seeds = 1 });
        var run = _bench.Ended.MinBy(one => one.Seed)!;
        var book = Read(run.Id);
        var codes = SlowDictionary.Of(_bench, run.Id).Codes(HeldOut());

        Assert.Equal((16, Rows), (book.Features.Count, book.Rows));
        Assert.Contains(book.Features, feature => feature.Density > 0.01);
        for (var number = 0; number < book.Features.Count; number++)
        {
            var fired = codes.Select(row => row[number]).Where(code => code > 0).ToArray();
            var (feature, most) = (book.Features[number], fired.Length > 0 ? fired.Max() : 0);
            Assert.InRange(feature.Density, (fired.Length - 2.0) / Rows, (fired.Length + 2.0) / Rows); // A code near 0 may be rounded to it.
            Assert.Equal(most, feature.Most, 1e-4);
            Assert.Equal(feature.Density * Rows, feature.Histogram.Sum(), 1e-6);
            var upper = fired.Count(code => code >= most / 2);
            Assert.InRange(feature.Histogram.Skip(10).Sum(), upper - 2, upper + 2);
            Assert.Empty(feature.Passages);
        }
    }

    /// <summary>abs-top-k's codes by hand: the two pre-activations of a row with the largest magnitude.</summary>
    [Fact]
    public void Codes_below_0_count_as_firing_and_the_page_says_so()
    {
        _bench.Run(new TinyManifest { Seeds = 1, Autoencoder = "{ use: abs-top-k, features: 16, with: { k: 2 } }" });
        var book = Read(_bench.Ended[0].Id);

        Assert.Equal(2.0, book.Features.Sum(feature => feature.Density), 1e-6);
        Assert.Contains(book.Features, feature => feature.Most < 0);
        Assert.Contains(book.Features, feature => feature.Least < 0 && feature.Histogram.Take(10).Sum() > 0);
        Assert.All(book.Features, feature => Assert.Equal(feature.Density * Rows, feature.Histogram.Sum(), 1e-6));
        var below = book.Facts.Single(fact => fact.Key == "codes below 0").Value;
        Assert.Matches(@"^\d+\.\d % of them: the direction is subtracted there", below);
    }

    [Fact]
    public void Twins_are_the_features_with_the_largest_cosines()
    {
        _bench.Run(
            new TinyManifest
            {
                Seeds = 2,
                Source = "{ use: toy-superposition, with: { activation_dim: 8, features: 16, active: 2 }, scale: whiten }",
            }
        );
        var run = _bench.Ended.MinBy(one => one.Seed)!;
        var book = Read(run.Id);
        var other = _bench.Ended.Single(one => one.Seed == run.Seed && one.Id != run.Id);
        var (mine, theirs) = (SlowDictionary.Of(_bench, run.Id).Rows, SlowDictionary.Of(_bench, other.Id).Rows);
        var truth = Truth();

        Assert.Equal([$"{other.Initializer}, seed {other.Seed}"], book.Others);
        Assert.Equal(16, book.Frequencies.Count);
        for (var number = 0; number < book.Features.Count; number++)
        {
            AssertClosest(mine[number], theirs, Assert.Single(book.Features[number].Twins));
            AssertClosest(mine[number], truth, book.Features[number].Truth!);
        }
    }

    [Fact]
    public void A_dictionary_of_another_tool_is_read_with_the_source_of_a_manifest()
    {
        var manifest = _bench.Write("m.yaml", new TinyManifest { Seeds = 1 });
        _bench.Run(new TinyManifest { Seeds = 1 });
        var (run, folder) = (_bench.Ended[0], _bench.PathOf("sae"));
        new Publication(Tool.SaeLens, "tiny").Write(_bench.Store.Weights.PathOf(run.Id), folder);
        var mine = Read(run.Id).Features;
        var foreign = Read("", folder, manifest).Features;

        Assert.Equal(mine.Select(feature => feature.Density), foreign.Select(feature => feature.Density));
        Assert.Contains("--manifest FILE", Assert.Throws<ArgumentException>(() => Read("", folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_changed_since_is_refused_and_pictures_are_those_of_the_record()
    {
        var random = new Random(3);
        float[][] Some() => [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextSingle()).ToArray())];
        _bench.WriteRows("x.npy", Some());
        _bench.Run(
            new TinyManifest
            {
                Seeds = 1,
                Source = "{ use: recorded-activations, with: { files: [x.npy], shape: [2, 2] } }",
                Metrics = "[fvu]",
            }
        );
        var (run, manifest) = (_bench.Ended[0], _bench.PathOf("manifest.yaml"));
        var book = Read(run.Id, manifest: manifest);
        var row = SlowDictionary.Of(_bench, run.Id).Rows[5];

        Assert.Equal([2, 2], book.Shape);
        Assert.Equal(60, book.Rows); // A fifth is held out.
        var bytes = Convert.FromBase64String(book.Features[5].Atom).Select(value => (sbyte)value).ToArray();
        Assert.Equal(row.Select(value => (sbyte)MathF.Round(127 * value / row.Max(MathF.Abs))), bytes);
        _bench.WriteRows("x.npy", Some());
        Assert.Contains(
            "not those that it was trained on",
            Assert.Throws<ArgumentException>(() => Read(run.Id, manifest: manifest)).Message,
            StringComparison.Ordinal
        );
    }

    private static void AssertClosest(float[] row, float[][] others, Twin twin)
    {
        var cosines = others.Select(other => SlowDictionary.Cosine(row, other)).ToArray();
        Assert.Equal(cosines.Max(), twin.Cosine, 1e-5);
        Assert.Equal(twin.Cosine, cosines[twin.Feature], 1e-5);
    }

    private FeatureBook Read(string run, string? folder = null, string? manifest = null) =>
        new FeatureRequest(folder ?? _bench.Folder)
        {
            Run = run.Length > 0 ? run : null,
            Manifest = manifest,
            Rows = Rows,
            PluginPaths = [Repository.HostPlugins],
        }.Read(_bench, CancellationToken.None);

    private IActivationSource Source(out ComponentContext context)
    {
        var cohort = _bench.Prepare(File.ReadAllText(_bench.PathOf("manifest.yaml"))).Experiment.Runs[0];
        var spec = _bench
            .Load(File.ReadAllText(_bench.PathOf("manifest.yaml")))
            .Result.Plan!.Cohorts.First(one => one.Seed == cohort.Seed)
            .Source;
        context = new ComponentContext(TorchSharp.torch.CPU, new RandomSeed((ulong)cohort.Seed).Derive("source"), CancellationToken.None);
        return _bench.Plugins.Find(spec.Kind, spec.Name).Create<IActivationSource>(spec, _bench.Files);
    }

    private float[][] HeldOut()
    {
        using var stream = Source(out var context).Open(context);
        var batch = stream
            .Batch(DataSplit.Evaluation, 0, 1024)
            .data<float>()
            .Concat(stream.Batch(DataSplit.Evaluation, 1, 1024).data<float>());
        return [.. batch.Chunk(8).Take(Rows)];
    }

    private float[][] Truth()
    {
        var source = (IGroundTruth)Source(out var context);
        return [.. source.Reveal(context).Features.data<float>().Chunk(8)];
    }
}
