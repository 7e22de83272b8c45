using SparsePlugins.Contracts;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests;

/// <summary>Starts depend on where data points, not on its unit.</summary>
public sealed class ScaleTests
{
    public static TheoryData<int> Between => [-83, -73, 37, 63];

    /// <summary>Exact powers of two, so that the data at each scale is the same data: from 8e-31 to 1e30.</summary>
    [Theory]
    [InlineData(-100)]
    [InlineData(100)]
    public void Every_initializer_starts_from_the_same_directions_at_every_scale(int exponent)
    {
        using var bench = new Bench();
        using var scope = NewDisposeScope();
        var sample = tensor(NpyFile.Normal(200, 12).SelectMany(row => row).ToArray(), 200, 12);
        foreach (var name in Shipped(bench))
        {
            // Nothing of a blend is rescaled, by its documentation; all of it is data here.
            var options = name switch
            {
                "data-blend" => [""", with: { data: 1 }"""],
                "outliers" =>
                [
                    """, with: { ratio: 0.3, detector: isolation-forest }""",
                    """, with: { ratio: 0.3, detector: local-outlier-factor }""",
                    """, with: { ratio: 0.3, detector: distance }""",
                ],
                "anthropic-january-2025" => [""", with: { active: 4 }"""],
                "kaiming" => ["", """, with: { encoder: tied, fit_encoder_scale: true, encoder_bias: quantile }"""],
                "mean-residual" or "centroid-residual" or "random-control" => [""", with: { ratio: 0.3 }"""],
                _ => new[] { "" },
            };
            foreach (var with in options)
            {
                var expected = Start(bench, name, with, sample);
                var actual = Start(bench, name, with, sample * MathF.ScaleB(1, exponent));
                Assert.Equal(expected.DecoderWeight.bytes.ToArray(), actual.DecoderWeight.bytes.ToArray());
                Assert.Equal(expected.EncoderWeight.bytes.ToArray(), actual.EncoderWeight.bytes.ToArray());
            }
        }
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Between))]
    public void So_it_does_at_the_scales_between(int exponent) =>
        Every_initializer_starts_from_the_same_directions_at_every_scale(exponent);

    private static IEnumerable<string> Shipped(Bench bench) =>
        bench
            .Plugins.Catalog.Components.Where(schema => schema.Kind.IsInitializer)
            .Where(schema => schema.Options.All(option => option.Default is not null)) // The others read files, and ignore the sample.
            .Select(schema => schema.Name)
            .Where(name =>
                bench.Plugins.Find(ComponentKind.Initializer, name).FullName.Contains("(SparsePlugins.", StringComparison.Ordinal)
            );

    private static AutoencoderWeights Start(Bench bench, string name, string with, Tensor sample)
    {
        var free = name is "field-default" or "active-subspace-search" or "anthropic-january-2025"
            ? "{ use: relu, features: 16, with: { unit_decoder: false } }"
            : null;
        var loaded = bench.Load(new TinyManifest { Initializers = $"[{{ use: {name}{with} }}]", Autoencoder = free });
        Plan plan = loaded.Result.Plan ?? throw new InvalidOperationException(string.Join('\n', loaded.Result.Problems));
        var component = bench.Plugins.Find(ComponentKind.Initializer, name);
        using var context = new ComponentContext(CPU, new RandomSeed(5));
        return component
            .Create<IDictionaryInitializer>(plan.Cohorts[0].Runs[0].Spec.Initializer, loaded.Files)
            .Initialize(new DictionaryShape(12, 32), sample, context);
    }
}
