using SparsePlugins.Hosting.Manifests;

namespace SparsePlugins.Plugins.Tests;

/// <summary>A stack trace names the line of a source file that threw.</summary>
public sealed class SourceLineTests : IDisposable
{
    private const string Here = "// here";

    private readonly PluginFolder _folder = new();

    [Theory]
    [InlineData(
        """
                    var (d, f) = shape;
                    var mean = sample.mean([0]);
                    var rows = randn(f, d, device: context.Device, generator: context.Random);
                    var count = d * 2;
                    if (count > 0)
                        throw new InvalidOperationException($"{count} is too many"); // here
                    return Weights(rows + mean, sample, context);
            """
    )]
    [InlineData(
        """
                    var (d, f) = shape;
                    var zero = f - f;
                    var shares = Enumerable.Range(0, 3)
                        .Select(i => i + 1)
                        .Select(i =>
                            i / zero) // here
                        .ToArray();
                    return Weights(randn(f, d, generator: context.Random), sample, context);
            """
    )]
    public void It_is_the_line_that_threw(string body)
    {
        var text = Text(body);
        var line = 1 + Array.FindIndex(text.Split('\n'), one => one.Contains(Here, StringComparison.Ordinal));
        _folder.Write("throws.cs", text);
        var manifest = _folder.Write("m.yaml", Texts.Manifest("[throws]", "plugins: [throws.cs]"));
        using var library = ManifestPlugins.Open(ManifestText.Read(manifest, []), [Repository.HostPlugins], trust: null);
        var traces = new List<string>();
        Training.Run(library.Current, manifest, _folder["out"], failure => traces.Add(failure.Trace));

        Assert.Equal(3, traces.Count);
        Assert.All(traces, trace => Assert.Contains($"throws.cs:line {line}", trace, StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(
        """
                    var (d, f) = shape;
                    var numbers = new double[d];
                    for (var i = 0; i <= d; i++)
                    {
                        var square = i * i;
                        numbers[i] = square; // here
                    }

                    return Weights(randn(f, d, generator: context.Random), sample, context);
            """
    )]
    [InlineData(
        """
                    var (d, f) = shape;
                    var rows = randn(f, d, device: context.Device, generator: context.Random);
                    var wrong = rows.t();
                    var product = rows.mm(sample); // here
                    return Weights(product, sample, context);
            """
    )]
    public void So_it_is_in_a_loop_and_below_libtorch(string body) => It_is_the_line_that_threw(body);

    public void Dispose() => _folder.Dispose();

    private static string Text(string body) =>
        $$"""
            using SparsePlugins.Contracts;
            using static TorchSharp.torch;

            /// <summary>Throws.</summary>
            /// <remarks>Source: nobody.</remarks>
            [Component("throws")]
            public sealed class Throws : IDictionaryInitializer
            {
                public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
                {
            {{body}}
                }

                private static AutoencoderWeights Weights(Tensor rows, Tensor sample, ComponentContext context) =>
                    AutoencoderWeights.FromDirections(rows, sample, new InitializerOptions(), context);
            }
            """;
}
