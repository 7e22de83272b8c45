namespace SparsePlugins.Architecture.Tests;

/// <summary>What the compiler made of the references: packages bring more than a project names.</summary>
public sealed class CompiledReferenceTests
{
    private static readonly string[] Impure =
    [
        "System.IO.File",
        "System.IO.FileInfo",
        "System.IO.FileStream",
        "System.IO.Directory",
        "System.IO.DirectoryInfo",
        "System.Console",
        "System.Environment",
        "System.Random",
        "System.Diagnostics.Process",
        "System.Diagnostics.Stopwatch",
        "System.Net.Http.HttpClient",
    ];

    public static TheoryData<string> Plugins => ReferenceGraphTests.ProjectsOf("plugins");

    [Theory]
    [InlineData("SparsePlugins.Contracts", "TorchSharp")]
    [InlineData("SparsePlugins.TorchRuntime", "TorchSharp")]
    [InlineData("SparsePlugins.Conformance", "SparsePlugins.Contracts", "SparsePlugins.TorchRuntime", "TorchSharp")]
    [InlineData("SparsePlugins.Formats")]
    [InlineData("SparsePlugins.Kernels", "SparsePlugins.Contracts")]
    [InlineData("SparsePlugins.Training", "SparsePlugins.Contracts", "SparsePlugins.Formats", "SparsePlugins.Kernels", "TorchSharp")]
    [InlineData("SparsePlugins.Interchange", "SparsePlugins.Contracts", "SparsePlugins.Formats")]
    [InlineData("SparsePlugins.Yaml", "FSharp.Core", "YamlDotNet")]
    [InlineData("SparsePlugins.Specs", "SparsePlugins.Yaml", "FSharp.Core")]
    [InlineData("SparsePlugins.Manifests", "SparsePlugins.Specs", "SparsePlugins.Yaml", "FSharp.Core", "YamlDotNet")]
    [InlineData(
        "SparsePlugins.Planning",
        "SparsePlugins.Manifests",
        "SparsePlugins.Specs",
        "SparsePlugins.Yaml",
        "FSharp.Core",
        "YamlDotNet"
    )]
    [InlineData("SparsePlugins.Schema", "SparsePlugins.Manifests", "SparsePlugins.Specs", "SparsePlugins.Yaml", "FSharp.Core")]
    [InlineData("SparsePlugins.Statistics", "FSharp.Core", "MathNet.Numerics")]
    [InlineData("SparsePlugins.Records", "FSharp.Core")]
    [InlineData("SparsePlugins.Figures", "SparsePlugins.Statistics", "FSharp.Core")]
    [InlineData("SparsePlugins.Analysis", "SparsePlugins.Records", "SparsePlugins.Statistics", "FSharp.Core")]
    [InlineData("SparsePlugins.Documents", "SparsePlugins.Records", "SparsePlugins.Statistics", "SparsePlugins.Figures", "FSharp.Core")]
    [InlineData(
        "SparsePlugins.Drawings",
        "SparsePlugins.Analysis",
        "SparsePlugins.Records",
        "SparsePlugins.Statistics",
        "SparsePlugins.Figures",
        "SparsePlugins.Documents",
        "FSharp.Core"
    )]
    [InlineData(
        "SparsePlugins.DictionaryViews",
        "SparsePlugins.Analysis",
        "SparsePlugins.Records",
        "SparsePlugins.Statistics",
        "SparsePlugins.Figures",
        "FSharp.Core"
    )]
    [InlineData(
        "SparsePlugins.Headlines",
        "SparsePlugins.Analysis",
        "SparsePlugins.Records",
        "SparsePlugins.Statistics",
        "SparsePlugins.Figures",
        "SparsePlugins.Documents",
        "SparsePlugins.Drawings",
        "FSharp.Core"
    )]
    [InlineData(
        "SparsePlugins.Reporting",
        "SparsePlugins.Analysis",
        "SparsePlugins.Records",
        "SparsePlugins.Statistics",
        "SparsePlugins.Figures",
        "SparsePlugins.Documents",
        "SparsePlugins.Drawings",
        "SparsePlugins.Headlines",
        "SparsePlugins.DictionaryViews",
        "SparsePlugins.Paper",
        "SparsePlugins.Tables",
        "FSharp.Core"
    )]
    [InlineData(
        "SparsePlugins.Tables",
        "SparsePlugins.Analysis",
        "SparsePlugins.Records",
        "SparsePlugins.Statistics",
        "FSharp.Core",
        "Parquet"
    )]
    [InlineData("SparsePlugins.Paper", "SparsePlugins.Statistics", "SparsePlugins.Figures", "SparsePlugins.Documents", "FSharp.Core")]
    [InlineData("SparsePlugins.FeaturePages", "SparsePlugins.Documents", "FSharp.Core")]
    public void Core_is_compiled_against_few_others(string name, params string[] allowed) =>
        Assert.Empty(Compiled(name).Foreign.Except(allowed));

    [Theory]
    [InlineData("SparsePlugins.Yaml")]
    [InlineData("SparsePlugins.Specs")]
    [InlineData("SparsePlugins.Manifests")]
    [InlineData("SparsePlugins.Planning")]
    [InlineData("SparsePlugins.Schema")]
    [InlineData("SparsePlugins.Statistics")]
    [InlineData("SparsePlugins.Records")]
    [InlineData("SparsePlugins.Figures")]
    [InlineData("SparsePlugins.Analysis")]
    [InlineData("SparsePlugins.Documents")]
    [InlineData("SparsePlugins.Drawings")]
    [InlineData("SparsePlugins.Headlines")]
    [InlineData("SparsePlugins.DictionaryViews")]
    [InlineData("SparsePlugins.Paper")]
    [InlineData("SparsePlugins.Tables")]
    [InlineData("SparsePlugins.Reporting")]
    [InlineData("SparsePlugins.FeaturePages")]
    public void Planning_and_reporting_touch_no_file_clock_console_or_chance(string name) =>
        Assert.Empty(Compiled(name).Types.Intersect(Impure));

    [Fact]
    public void The_rule_sees_a_file_that_is_touched() =>
        Assert.Contains("System.IO.File", Compiled("SparsePlugins.Storage").Types.Intersect(Impure));

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_plugin_sees_of_SparsePlugins_the_contracts_and_the_formats_alone(string name)
    {
        var ours = Compiled(name).Foreign.Where(IsOurs).ToArray();
        Assert.Contains("SparsePlugins.Contracts", ours);
        Assert.Empty(ours.Except(["SparsePlugins.Contracts", "SparsePlugins.Formats"]));
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_built_plugin_carries_nothing_that_the_host_lends(string name)
    {
        var carried = Directory.GetFiles(Compiled(name).OutputFolder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        Assert.Contains(name + ".dll", carried);
        Assert.Contains(name + ".xml", carried);
        Assert.DoesNotContain(carried, file => file!.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(carried, file => IsOurs(file!) && !file!.StartsWith(name + ".", StringComparison.Ordinal));
    }

    private static CompiledAssembly Compiled(string name) => new(Checkout.Projects[name]);

    private static bool IsOurs(string name) => name.StartsWith("SparsePlugins.", StringComparison.Ordinal);
}
