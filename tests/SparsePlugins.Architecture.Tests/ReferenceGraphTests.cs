using System.Xml.Linq;

namespace SparsePlugins.Architecture.Tests;

/// <summary>Who may refer to whom, as the design says it.</summary>
public sealed class ReferenceGraphTests
{
    private const string Contracts = "SparsePlugins.Contracts";
    private const string Formats = "SparsePlugins.Formats";
    private const string Hosting = "SparsePlugins.Hosting";
    private const string TorchRuntime = "SparsePlugins.TorchRuntime";
    private const string Statistics = "SparsePlugins.Statistics";
    private const string Records = "SparsePlugins.Records";
    private const string Figures = "SparsePlugins.Figures";
    private const string Analysis = "SparsePlugins.Analysis";
    private const string Conformance = "SparsePlugins.Conformance";
    private const string ConformanceTests = "SparsePlugins.Conformance.Xunit";

    private const string Yaml = "SparsePlugins.Yaml";
    private const string Specs = "SparsePlugins.Specs";
    private const string Manifests = "SparsePlugins.Manifests";
    private const string Planning = "SparsePlugins.Planning";
    private const string Schema = "SparsePlugins.Schema";
    private const string Kernels = "SparsePlugins.Kernels";
    private const string Inputs = "SparsePlugins.Inputs";
    private const string Training = "SparsePlugins.Training";
    private const string Storage = "SparsePlugins.Storage";
    private const string Plugins = "SparsePlugins.Plugins";
    private const string Events = "SparsePlugins.Events";
    private const string Workers = "SparsePlugins.Workers";
    private const string Execution = "SparsePlugins.Execution";
    private const string Interchange = "SparsePlugins.Interchange";
    private const string Output = "SparsePlugins.Output";
    private const string Documents = "SparsePlugins.Documents";
    private const string Drawings = "SparsePlugins.Drawings";
    private const string Headlines = "SparsePlugins.Headlines";
    private const string DictionaryViews = "SparsePlugins.DictionaryViews";
    private const string Paper = "SparsePlugins.Paper";
    private const string Tables = "SparsePlugins.Tables";
    private const string Reporting = "SparsePlugins.Reporting";
    private const string FeaturePages = "SparsePlugins.FeaturePages";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Contracts] = [],
        [Formats] = [],
        [TorchRuntime] = [],
        [Yaml] = [],
        [Specs] = [Yaml],
        [Manifests] = [Specs],
        [Planning] = [Manifests],
        [Schema] = [Manifests],
        [Kernels] = [Contracts],
        [Inputs] = [Contracts, Specs, Records],
        [Training] = [Contracts, Formats, Kernels],
        [Statistics] = [],
        [Records] = [],
        [Figures] = [Statistics],
        [Analysis] = [Records, Statistics],
        [Documents] = [Records, Statistics, Figures],
        [Drawings] = [Analysis, Records, Statistics, Figures, Documents],
        [DictionaryViews] = [Analysis, Records, Statistics, Figures],
        [Paper] = [Statistics, Figures, Documents],
        [Tables] = [Analysis, Records, Statistics],
        [Headlines] = [Analysis, Records, Statistics, Figures, Documents, Drawings],
        [Reporting] = [Analysis, Records, Statistics, Figures, Documents, Drawings, Headlines, DictionaryViews, Paper, Tables],
        [FeaturePages] = [Records, Statistics, Figures, Documents],
        [Interchange] = [Contracts, Formats],
        [Storage] = [Contracts, Formats, TorchRuntime, Training, Records],
        [Plugins] = [Contracts, Formats, TorchRuntime, Manifests, Records, Storage],
        [Events] = [Contracts, Records, Storage, Plugins],
        [Workers] = [Plugins],
        [Execution] =
        [
            Contracts,
            Formats,
            TorchRuntime,
            Planning,
            Training,
            Records,
            Inputs,
            Interchange,
            Storage,
            Plugins,
            Events,
            Workers,
        ],
        [Hosting] =
        [
            Contracts,
            Formats,
            Interchange,
            TorchRuntime,
            Yaml,
            Planning,
            Training,
            Records,
            Storage,
            Plugins,
            Events,
            Execution,
            Tables,
            Reporting,
            FeaturePages,
        ],
        [Conformance] = [Contracts, TorchRuntime],
        [Output] = [Hosting],
        ["SparsePlugins.Cli"] = [Output, Hosting, Schema, Conformance],
        ["SparsePlugins.Templates"] = [],
    };

    // Those of the F# plugin have a project of their own, so that neither waits for the other's compiler, and so have those of language models.
    private static readonly string[] TestsOfPlugins =
    [
        "SparsePlugins.ShippedPlugins.Tests",
        "SparsePlugins.RareFeatures.Tests",
        "SparsePlugins.LanguageModels.Tests",
    ];

    public static TheoryData<string> ProjectsOf(string folder) =>
        [.. Checkout.Projects.Values.Where(project => project.Folder == folder).Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(ProjectsOf), "core")]
    [MemberData(nameof(ProjectsOf), "hosts")]
    public void Core_and_hosts_refer_to_what_the_design_allows(string name)
    {
        Assert.True(Allowed.ContainsKey(name), $"{name} is new: say here, and in docs/decisions.md, what it may refer to");
        Assert.Empty(Checkout.Projects[name].References.Except(Allowed[name]));
    }

    [Fact]
    public void The_projects_of_the_design_are_there() => Assert.Empty(Allowed.Keys.Except(Checkout.Projects.Keys));

    [Theory]
    [MemberData(nameof(ProjectsOf), "core")]
    public void Core_does_not_even_wait_for_another_project(string name) => Assert.Empty(Checkout.Projects[name].BuildOrder);

    [Theory]
    [MemberData(nameof(ProjectsOf), "hosts")]
    public void A_host_waits_for_plugins_and_for_what_it_packs_for_authors_alone(string name) =>
        Assert.All(
            Checkout.Projects[name].BuildOrder.Except(["SparsePlugins.Templates", ConformanceTests]),
            waited => Assert.Equal("plugins", Checkout.Projects[waited].Folder)
        );

    [Theory]
    [MemberData(nameof(ProjectsOf), "plugins")]
    public void A_plugin_names_no_project(string name) => Assert.Empty(Checkout.Projects[name].ReferenceItems);

    [Fact]
    public void Every_plugin_gets_the_contracts_and_the_formats_and_carries_neither_them_nor_TorchSharp()
    {
        var shared = new ProjectFile("plugins/Directory.Build.props");
        Assert.Equal([Contracts, Formats], shared.References);
        Assert.Equal("true", shared.Property("EnableDynamicLoading"));
        Assert.All(shared.ReferenceItems, AssertLent);
    }

    [Fact]
    public void The_fixture_plugins_are_built_as_plugins_are()
    {
        var fixtures = Checkout.Projects.Values.Where(project =>
            project.Path.StartsWith("tests/fixtures/Fixture.", StringComparison.Ordinal)
        );
        Assert.NotEmpty(fixtures);
        Assert.All(
            fixtures,
            fixture =>
            {
                Assert.Equal([Contracts], fixture.References);
                Assert.Equal("true", fixture.Property("EnableDynamicLoading"));
                AssertLent(fixture.ReferenceItems.Single());
            }
        );
    }

    [Fact]
    public void The_conformance_rules_ask_of_plugin_authors_no_more_than_the_contracts_and_a_loaded_libtorch() =>
        Assert.Equal(["libtorch-cpu-linux-x64"], PackagesOf(Checkout.Projects[Conformance]));

    [Fact]
    public void The_conformance_tests_add_xUnits_attributes_and_nothing_else()
    {
        var adapter = Checkout.Projects[ConformanceTests];
        Assert.Equal([Conformance], adapter.References);
        Assert.Equal(["xunit.extensibility.core", "xunit.assert"], PackagesOf(adapter));
    }

    [Theory]
    [MemberData(nameof(ProjectsOf), "core")]
    [MemberData(nameof(ProjectsOf), "hosts")]
    public void Core_and_hosts_refer_to_no_test_framework_and_to_no_test(string name)
    {
        var project = Checkout.Projects[name];
        Assert.DoesNotContain(PackagesOf(project), package => package.Contains("xunit", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(project.References, reference => Checkout.Projects[reference].Folder == "tests");
    }

    [Fact]
    public void Tests_refer_to_no_host_and_only_the_tests_of_plugins_to_plugins() =>
        Assert.Empty(
            from test in Checkout.Projects.Values
            where test.Folder == "tests"
            where test.Name is not ("SparsePlugins.Benchmarks" or "SparsePlugins.SmallModel") // It measures the generator of toy data, too; it trains a model.
            from reference in test.References
            let folder = Checkout.Projects[reference].Folder
            where folder == "hosts" || (folder == "plugins" && !TestsOfPlugins.Contains(test.Name))
            where reference != "SparsePlugins.Architectures" // Steps and revivals are tested on autoencoders that ship.
            select $"{test} refers to {reference}"
        );

    [Fact]
    public void Only_the_tests_of_a_project_and_the_benchmarks_see_its_internals() =>
        Assert.Empty(
            from project in Checkout.Projects.Values
            from item in project.Items("InternalsVisibleTo")
            let friend = ProjectFile.Metadata(item, "Include")
            // They measure kernels, switch a protection off, and train a language model.
            where friend is not ("SparsePlugins.Benchmarks" or "SparsePlugins.LoadProbe" or "SparsePlugins.SmallModel")
            // Pointers, which are for the one step that owns the memory.
            where project.Name != Kernels || friend is not (Training or $"{Training}.Tests")
            where friend != $"{project.Name}.Tests" && (project.Folder != "plugins" || !TestsOfPlugins.Contains(friend))
            select $"{project} shows its internals to {friend}"
        );

    private static IEnumerable<string> PackagesOf(ProjectFile project) =>
        project.Items("PackageReference").Select(package => ProjectFile.Metadata(package, "Include"));

    private static void AssertLent(XElement contracts)
    {
        Assert.Equal("false", ProjectFile.Metadata(contracts, "Private"));
        Assert.Equal("runtime;native", ProjectFile.Metadata(contracts, "ExcludeAssets"));
    }
}
