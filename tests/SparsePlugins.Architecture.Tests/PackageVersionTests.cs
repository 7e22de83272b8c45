using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SparsePlugins.Architecture.Tests;

/// <summary>A build next year takes the packages of today.</summary>
public sealed partial class PackageVersionTests
{
    private const string Central = "Directory.Packages.props";

    private static readonly ProjectFile Versions = new(Central);

    [Fact]
    public void Every_version_is_exact() =>
        Assert.All(Versions.Items("PackageVersion"), package => Assert.Matches(Exact(), VersionOf(package)));

    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("2.0.0-beta4.22272.1", true)]
    [InlineData("1.*", false)]
    [InlineData("[1.0,2.0)", false)]
    [InlineData("", false)]
    public void The_rule_knows_exact_from_floating(string version, bool isExact) => Assert.Equal(isExact, Exact().IsMatch(version));

    [Fact]
    public void Versions_are_central_and_reach_what_packages_bring_along()
    {
        Assert.Equal("true", Versions.Property("ManagePackageVersionsCentrally"));
        Assert.Equal("true", Versions.Property("CentralPackageTransitivePinningEnabled"));
    }

    [Fact]
    public void No_other_file_states_a_version() =>
        Assert.Empty(
            from file in BuildFiles()
            from item in file.Items("PackageReference").Concat(file.Items("PackageVersion"))
            where ProjectFile.Metadata(item, "Version") + ProjectFile.Metadata(item, "VersionOverride") != ""
            select $"{file} states the version of {ProjectFile.Metadata(item, "Include")}; move it to {Central}"
        );

    /// <summary>A new plugin takes the versions that the repository's own tests run with.</summary>
    [Fact]
    public void The_templates_state_the_central_versions()
    {
        var stated =
            from file in Checkout.Files.Where(file => Checkout.IsTemplate(file) && BuildFile().IsMatch(file))
            from package in new ProjectFile(file).Items("PackageReference")
            where !ProjectFile.Metadata(package, "Include").StartsWith("SparsePlugins.", StringComparison.Ordinal)
            select (Name: ProjectFile.Metadata(package, "Include"), Version: ProjectFile.Metadata(package, "Version"));
        var central = Versions
            .Items("PackageVersion")
            .Where(one => one.Attribute("Include") is not null)
            .ToDictionary(one => ProjectFile.Metadata(one, "Include"), VersionOf);
        Assert.NotEmpty(stated);
        Assert.All(stated, package => Assert.Equal(central[package.Name], package.Version));
    }

    private static IEnumerable<ProjectFile> BuildFiles() =>
        Checkout
            .Files.Where(file => file != Central && !Checkout.IsTemplate(file) && BuildFile().IsMatch(file))
            .Select(file => new ProjectFile(file));

    /// <summary>A version, after the one substitution that the file makes.</summary>
    private static string VersionOf(XElement package)
    {
        var version = ProjectFile.Metadata(package, "Version");
        return Substitution().Match(version) is { Success: true } name ? Versions.Property(name.Groups[1].Value) ?? "" : version;
    }

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$")]
    private static partial Regex Exact();

    [GeneratedRegex(@"^\$\((\w+)\)$")]
    private static partial Regex Substitution();

    [GeneratedRegex(@"\.(csproj|fsproj|props|targets)$")]
    private static partial Regex BuildFile();
}
