using System.Runtime.CompilerServices;
using SparsePlugins.Specs;
using SparsePlugins.Yaml;

namespace SparsePlugins.Plugins.Tests;

public sealed class PluginSetTests
{
    [Fact]
    public void The_shipped_plugins_offer_what_the_quickstart_needs()
    {
        using var plugins = PluginSet.Load([Repository.HostPlugins]);

        Assert.Empty(plugins.Refused);
        var offered = plugins.Components.Select(component => component.ToString()).ToArray();
        Assert.Superset(
            new HashSet<string>
            {
                "source 'toy-superposition'",
                "initializer 'orthogonal'",
                "reinitializer 'random-points'",
                "metric 'mmcs'",
            },
            offered.ToHashSet()
        );
    }

    [Fact]
    public void A_component_is_described_by_its_code_and_its_documentation()
    {
        using var bench = new Bench();
        var schema = bench.Plugins.Find(ComponentKind.Initializer, "first-axis").Schema;

        Assert.Equal("Directions near the first axis.", schema.Summary);
        Assert.Equal("nobody.", schema.Citation);
        Assert.Equal(
            [
                "spread",
                "low",
                "high",
                "encoder",
                "encoder_scale",
                "align",
                "fit_encoder_scale",
                "decoder_bias",
                "decoder_scale",
                "encoder_bias",
                "firing_rate",
                "firing_rate_decay",
            ],
            schema.Options.Select(option => option.Name)
        );
        var spread = schema.Options[0];
        Assert.Equal(OptionType.NewNumber(0.001, 10.0), spread.Type);
        Assert.Equal(OptionValue.NewNumberValue(0.5), spread.Default);
        Assert.Equal(("length", "How far directions lean away from the first axis."), (spread.Unit, spread.Summary));
        Assert.StartsWith("Where the encoder starts", schema.Options[3].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_component_needs_and_offers_is_read_from_its_type()
    {
        using var plugins = PluginSet.Load([Repository.HostPlugins]);

        SourceCapability[] Of(ComponentKind kind, string name) => [.. plugins.Find(kind, name).Schema.Capabilities.Order()];
        Assert.Equal(
            [SourceCapability.GroundTruth, SourceCapability.EvaluationData, SourceCapability.TrueFiring],
            Of(ComponentKind.Source, "toy-superposition")
        );
        Assert.Equal([SourceCapability.EvaluationData], Of(ComponentKind.Source, "recorded-activations"));
        Assert.Equal([SourceCapability.EvaluationData, SourceCapability.LanguageModel], Of(ComponentKind.Source, "language-model"));
        Assert.Equal(
            [SourceCapability.EvaluationData, SourceCapability.LanguageModel],
            Of(ComponentKind.Source, "recorded-language-model")
        );
        Assert.Equal([SourceCapability.GroundTruth], Of(ComponentKind.Metric, "mmcs"));
        Assert.Equal(
            [SourceCapability.GroundTruth, SourceCapability.EvaluationData, SourceCapability.TrueFiring, SourceCapability.Hierarchy],
            Of(ComponentKind.Metric, "absorption")
        );
        Assert.Equal([SourceCapability.LanguageModel], Of(ComponentKind.Metric, "kl"));
        Assert.Equal([SourceCapability.EvaluationData], Of(ComponentKind.Metric, "fvu"));
        Assert.Empty(Of(ComponentKind.Initializer, "orthogonal"));
    }

    [Fact]
    public void A_folder_without_its_assembly_is_refused() =>
        AssertRefused(
            "it holds no Odd.dll; a plugin folder has the name of its assembly",
            folder => Directory.CreateDirectory(folder["plugins/Odd"])
        );

    [Fact]
    public void A_damaged_assembly_is_refused() =>
        AssertRefused(
            "Odd.dll is not a .NET assembly, or is damaged; build it again and copy the whole folder",
            folder =>
            {
                Directory.CreateDirectory(folder["plugins/Odd"]);
                folder.Write("plugins/Odd/Odd.dll", "not an assembly");
            }
        );

    [Fact]
    public void An_assembly_without_contracts_is_refused() =>
        AssertRefused(
            "it does not refer to SparsePlugins.Contracts, so it holds no component",
            folder =>
            {
                Directory.CreateDirectory(folder["plugins/YamlDotNet"]);
                File.Copy(Path.Combine(AppContext.BaseDirectory, "YamlDotNet.dll"), folder["plugins/YamlDotNet/YamlDotNet.dll"]);
            }
        );

    [Fact]
    public void A_plugin_whose_component_has_a_name_that_is_taken_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var twins = new TemporaryFolder();
        var (first, second) = (Repository.CopyFixturePlugin(folder.Path), Repository.CopyFixturePlugin(twins.Path));
        File.WriteAllText(Path.Combine(second, "table.txt"), "what makes it another plugin");
        using var plugins = PluginSet.Load([first, second]);

        Assert.Contains("has the name of one in", Assert.Single(plugins.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_folder_that_does_not_exist_is_an_error() =>
        Assert.Contains(
            "'nowhere': there is no such file or folder; give a .cs file, a .dll, a folder NAME/ that holds NAME.dll, or a folder of those",
            Assert.Throws<DirectoryNotFoundException>(() => PluginSet.Load(["nowhere"])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_loaded_plugin_can_be_overwritten_and_its_context_is_collected()
    {
        using var folder = new TemporaryFolder();
        var plugin = Repository.CopyFixturePlugin(folder.Path);
        var context = LoadAndForget(plugin);

        for (var attempt = 0; attempt < 20 && context.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndForget(string plugin)
    {
        using var plugins = PluginSet.Load([plugin]);
        File.WriteAllText(Path.Combine(plugin, "Fixture.Plugin.dll"), "overwritten");
        var spec = new ComponentSpec(
            ComponentKind.Initializer,
            "throws",
            [],
            new Dictionary<string, Position>(),
            new HashSet<string>(),
            new HashSet<string>(),
            "throws",
            new Position("", 1, 1),
            "initializers[0]"
        );
        var instance = plugins
            .Find(ComponentKind.Initializer, "throws")
            .Create<object>(spec, new SparsePlugins.Plugins.Components.InputFiles("."));
        return new WeakReference(System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(instance.GetType().Assembly));
    }

    private static void AssertRefused(string reason, Action<TemporaryFolder> prepare)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["plugins"]);
        prepare(folder);
        using var plugins = PluginSet.Load([folder["plugins"]]);

        Assert.Equal(reason, Assert.Single(plugins.Refused).Reason);
        Assert.Empty(plugins.Plugins);
    }
}
