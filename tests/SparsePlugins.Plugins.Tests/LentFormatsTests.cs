namespace SparsePlugins.Plugins.Tests;

/// <summary>Formats is lent to plugins, as Contracts is.</summary>
public sealed class LentFormatsTests : IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_source_file_reads_a_safetensors_header_and_trains()
    {
        _folder.Write(
            "plugins/reader.cs",
            """
            using SparsePlugins.Contracts;
            using SparsePlugins.Formats;
            using static TorchSharp.torch;

            /// <summary>As many first directions as a header that it writes and reads has tensors.</summary>
            [Component("reader")]
            public sealed class Reader : IDictionaryInitializer
            {
                public AutoencoderWeights Initialize(DictionaryShape shape, Tensor sample, ComponentContext context)
                {
                    using var file = new MemoryStream();
                    SafetensorsHeaderWriter.Write(file, [], [("none", "F32", [0, 3])]);
                    file.Position = 0;
                    var (d, f) = shape;
                    var directions = randn(f, d, generator: context.Random) + SafetensorsHeader.Read(file).Entries.Count;
                    return AutoencoderWeights.FromDirections(directions, sample, new InitializerOptions(), context);
                }
            }
            """
        );
        using var plugins = PluginSet.Load([Repository.HostPlugins, _folder.Root]);
        Assert.Empty(plugins.Refused);

        var records = Training.Run(plugins, _folder.Write("m.yaml", Texts.Manifest("[reader]")), _folder["out"]);

        Assert.Equal(3, records.Count);
        Assert.All(records, record => Assert.Equal("", record.Message));
    }

    [Fact]
    public void A_member_that_this_build_of_the_formats_lacks_is_named()
    {
        var formats = Compiled.Against(
            "SparsePlugins.Formats",
            "namespace SparsePlugins.Formats { public static class QuotedText { public static int Guess() => 1; } }"
        );
        _folder.Add(
            "Odd",
            Compiled.Against(
                "Odd",
                "[SparsePlugins.Contracts.Component(\"odd\")] public sealed class Odd { public int One => SparsePlugins.Formats.QuotedText.Guess(); }",
                File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "SparsePlugins.Contracts.dll")),
                formats
            )
        );

        Assert.Equal(
            "Odd.dll uses SparsePlugins.Formats.QuotedText.Guess static () : System.Int32 of SparsePlugins.Formats 0.0.0.0, which this host's build of that version does not have; update SparsePlugins, or build the plugin against this host",
            _folder.Refusal()
        );
    }
}
