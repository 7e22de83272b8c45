using System.Text.RegularExpressions;

namespace SparsePlugins.Architecture.Tests;

/// <summary>A project that starts no process in the fast lane has no test that belongs there: it would run in neither lane.</summary>
public sealed partial class LaneTests
{
    public static TheoryData<string> Skipped =>
        [
            .. Checkout
                .Files.Where(file =>
                    file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal)
                )
                .Where(file => Read(file).Contains("<IsTestProject>false</IsTestProject>", StringComparison.Ordinal))
                .Where(file => Read(file).Contains("$(FastLane)", StringComparison.Ordinal)),
        ];

    [Theory]
    [MemberData(nameof(Skipped))]
    public void Every_class_of_tests_is_long(string project)
    {
        var folder = project[..(project.LastIndexOf('/') + 1)];
        var tests = Checkout
            .Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => Test().IsMatch(Read(file)))
            .ToArray();

        Assert.NotEmpty(tests);
        Assert.All(tests, file => Assert.Matches(LongClass(), Read(file)));
    }

    private static string Read(string file) => File.ReadAllText(Checkout.FullPath(file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\s+\[\w*(Fact|Theory)\b", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex(@"^\[Trait\(""Category"", ""Long""\)\]\n(\[.*\]\n)*public ", RegexOptions.Multiline)]
    private static partial Regex LongClass();
}
