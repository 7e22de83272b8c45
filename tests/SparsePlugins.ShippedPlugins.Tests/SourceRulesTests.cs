using System.Text.RegularExpressions;

namespace SparsePlugins.ShippedPlugins.Tests;

/// <summary>Calls that compile and are wrong, and so are forbidden in every C# file of the repository.</summary>
public sealed partial class SourceRulesTests
{
    [Fact]
    public void No_source_reduces_over_a_bare_integer()
    {
        // The literal 0 converts to `ScalarType?`, and the call gives the total as a byte. Name the argument: `dim: 0`.
        var wrong = Sources()
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (file, line, Number: i + 1)).Where(x => Forbids(x.line)));
        Assert.Empty(wrong.Select(x => $"{Path.GetRelativePath(Root, x.file)}:{x.Number}: {x.line.Trim()}"));
    }

    [Theory]
    [InlineData("sum(0)", true)]
    [InlineData("prod( 0 )", true)]
    [InlineData("sum(-1)", true)]
    [InlineData("sum(1)", true)]
    [InlineData("sum(dim: 0)", false)]
    [InlineData("sum(0L)", false)]
    [InlineData("sum()", false)]
    [InlineData("cumsum(0)", false)]
    public void The_rule_knows_wrong_from_right(string call, bool isWrong)
    {
        Assert.Equal(isWrong, Forbids("var a = t." + call + ";"));
        Assert.False(Forbids("    // t." + call));
    }

    [Fact]
    public void The_rule_reads_the_sources_of_core_plugins_and_tests() =>
        Assert.Superset(
            new HashSet<string> { "core", "plugins", "tests" },
            Sources().Select(file => Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)[0]).ToHashSet()
        );

    private static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    private static bool Forbids(string line) => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && BareInteger().IsMatch(line);

    private static IEnumerable<string> Sources() =>
        new DirectoryInfo(Root)
            .EnumerateDirectories()
            .Where(folder => !folder.Name.StartsWith('.'))
            .SelectMany(folder => folder.EnumerateFiles("*.cs", SearchOption.AllDirectories))
            .Where(file => file.Name != "SourceRulesTests.cs") // Tests of such rules quote what they forbid.
            .Select(file => file.FullName)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "SparsePlugins.sln"))
            ? folder.FullName
            : FindRoot(folder.Parent ?? throw new DirectoryNotFoundException("no folder above the tests holds SparsePlugins.sln"));

    [GeneratedRegex(@"\.(sum|prod)\(\s*-?\d+\s*\)")]
    private static partial Regex BareInteger();
}
