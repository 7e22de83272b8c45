using SparsePlugins.Contracts;
using SparsePlugins.FeaturePages;
using SparsePlugins.Hosting.Features;

namespace SparsePlugins.Hosting.Tests;

/// <summary>Passages and tokens of a feature page of a language model, against loops over all its held-out contexts.</summary>
public sealed class FeatureTextTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Passages_stand_where_a_feature_fires_most_and_tokens_are_shaded_by_its_codes()
    {
        _bench.Run(Manifest());
        var run = Assert.Single(_bench.Ended);
        var book = new FeatureRequest(_bench.Folder) { PluginPaths = [Repository.HostPlugins], Run = run.Id }.Read(
            _bench,
            CancellationToken.None
        );
        var contexts = Contexts();
        var slow = SlowDictionary.Of(_bench, run.Id);
        var codes = contexts.Select(context => slow.Codes(context.Rows)).ToArray();

        Assert.Equal(codes.Sum(rows => rows.Length), book.Rows);
        Assert.True(book.Features.Count(feature => feature.Passages.Count == 5) > 10);
        for (var number = 0; number < book.Features.Count; number++)
        {
            var feature = book.Features[number];
            var peaks = codes.Select(rows => rows.Max(row => row[number])).Where(code => code > 1e-4).OrderDescending().Take(5).ToArray();
            Assert.Equal(peaks.Length, feature.Passages.Count(passage => passage.Codes[passage.Peak] > 1e-4));
            Assert.All(peaks.Zip(feature.Passages), pair => Assert.Equal(pair.First, pair.Second.Codes[pair.Second.Peak], 1e-4));
            Assert.All(feature.Passages, passage => AssertShaded(passage, number, contexts, codes));
            Assert.Equal((8, 8), (feature.Promoted.Count, feature.Suppressed.Count));
            Assert.True(feature.Promoted[0].Effect >= feature.Promoted[7].Effect && feature.Promoted[7].Effect > 0);
            Assert.True(feature.Suppressed[0].Effect <= feature.Suppressed[7].Effect && feature.Suppressed[7].Effect < 0);
        }

        Assert.All(book.Features.SelectMany(feature => feature.Promoted), effect => Assert.NotEmpty(book.Tokens[effect.Token]));
    }

    /// <summary>The passage is a part of a context, and has at every token the code of its row, or 0 where the source gives none.</summary>
    private static void AssertShaded(
        Passage passage,
        int feature,
        List<(int[] Tokens, int[] Positions, float[][] Rows)> contexts,
        double[][][] codes
    )
    {
        var found = contexts
            .Index()
            .SelectMany(context => Starts(context.Item.Tokens, passage.Tokens).Select(start => (context.Index, Start: start)))
            .Where(place =>
                passage
                    .Codes.Index()
                    .All(token =>
                    {
                        var row = Array.IndexOf(contexts[place.Index].Positions, place.Start + token.Index);
                        return Math.Abs((row < 0 ? 0 : codes[place.Index][row][feature]) - token.Item) < 1e-4;
                    })
            );
        Assert.NotEmpty(found);
    }

    private static IEnumerable<int> Starts(int[] tokens, IReadOnlyList<int> part) =>
        Enumerable.Range(0, tokens.Length - part.Count + 1).Where(start => tokens.AsSpan(start, part.Count).SequenceEqual(part.ToArray()));

    private List<(int[] Tokens, int[] Positions, float[][] Rows)> Contexts()
    {
        var spec = _bench.Load(File.ReadAllText(_bench.PathOf("manifest.yaml"))).Result.Plan!.Cohorts[0].Source;
        var source = _bench.Plugins.Find(spec.Kind, spec.Name).Create<ILanguageModelSource>(spec, _bench.Files);
        using var context = new ComponentContext(TorchSharp.torch.CPU, new RandomSeed(1), CancellationToken.None);
        using var model = source.OpenModel(context);
        return
        [
            .. Enumerable
                .Range(0, model.Contexts)
                .Select(number => ((IReadableModel)model).ReadContext(number))
                .Select(read => (read.Tokens.ToArray(), read.Positions.ToArray(), read.Rows.data<float>().Chunk(32).ToArray())),
        ];
    }

    private static string Manifest() =>
        $$"""
            name: model
            seeds: 1
            source: {{LanguageModelSource.Of(tokens: 6000)}}
            autoencoder: { use: relu, features: 48, with: { l1: 0.06 } }
            training: { steps: 60, batch: 64, sample: 256 }
            evaluation: { samples: 100 }
            initializers: [data-sample]
            metrics: [fvu]
            """;
}
