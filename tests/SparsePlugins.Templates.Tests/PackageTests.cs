using System.IO.Compression;
using System.Xml.Linq;

namespace SparsePlugins.Templates.Tests;

/// <summary>What the packages hold that lie beside the host.</summary>
[Trait("Category", "Long")]
public sealed class PackageTests
{
    private static readonly string Folder = Path.Combine(Repository.Host, "packages");
    private static readonly string Version = File.ReadAllText(Path.Combine(Folder, "version.txt")).Trim();

    [Theory]
    [InlineData("SparsePlugins.Contracts", "TorchSharp")]
    [InlineData("SparsePlugins.Formats")]
    [InlineData("SparsePlugins.TorchRuntime", "TorchSharp")]
    [InlineData("SparsePlugins.Conformance", "SparsePlugins.Contracts", "SparsePlugins.TorchRuntime", "libtorch-cpu-linux-x64")]
    [InlineData("SparsePlugins.Conformance.Xunit", "SparsePlugins.Conformance", "xunit.extensibility.core", "xunit.assert")]
    public void A_package_has_its_documentation_licence_readme_symbols_and_needs(string name, params string[] needs)
    {
        using var package = ZipFile.OpenRead(Path.Combine(Folder, $"{name}.{Version}.nupkg"));
        var entries = package.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains($"lib/net10.0/{name}.dll", entries);
        Assert.Contains($"lib/net10.0/{name}.xml", entries);
        Assert.Contains("README.md", entries);
        using var symbols = ZipFile.OpenRead(Path.Combine(Folder, $"{name}.{Version}.snupkg"));
        Assert.Contains($"lib/net10.0/{name}.pdb", symbols.Entries.Select(entry => entry.FullName));

        var metadata = Metadata(package, name);
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.NotEqual("", Value(metadata, "description"));
        var dependencies = metadata.Descendants().Where(one => one.Name.LocalName == "dependency").ToArray();
        Assert.Superset(needs.ToHashSet(), dependencies.Select(one => (string)one.Attribute("id")!).ToHashSet());
        Assert.All(dependencies.Where(IsOurs), one => Assert.Equal(Version, (string?)one.Attribute("version")));
    }

    [Fact]
    public void A_plugins_tests_do_not_copy_libtorch()
    {
        using var package = ZipFile.OpenRead(Path.Combine(Folder, $"SparsePlugins.Conformance.{Version}.nupkg"));
        var libtorch = Metadata(package, "SparsePlugins.Conformance")
            .Descendants()
            .Single(one => (string?)one.Attribute("id") == "libtorch-cpu-linux-x64");
        Assert.Contains("Native", (string?)libtorch.Attribute("exclude"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_itself_brings_no_test_framework() =>
        Assert.DoesNotContain(
            Directory.GetFiles(Repository.Host, "*.dll").Select(Path.GetFileName),
            file => file!.StartsWith("xunit", StringComparison.OrdinalIgnoreCase)
        );

    [Fact]
    public void The_version_is_no_published_one() => Assert.Matches(@"^\d+\.\d+\.\d+-local\.h[0-9a-f]{8}\z", Version);

    private static XElement Metadata(ZipArchive package, string name)
    {
        using var nuspec = package.GetEntry(name + ".nuspec")!.Open();
        return XElement.Load(nuspec);
    }

    private static bool IsOurs(XElement dependency) =>
        ((string)dependency.Attribute("id")!).StartsWith("SparsePlugins.", StringComparison.Ordinal);

    private static string Value(XElement metadata, string name) => metadata.Descendants().Single(one => one.Name.LocalName == name).Value;
}
