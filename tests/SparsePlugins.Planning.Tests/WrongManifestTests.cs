using System.Text;
using VerifyXunit;

namespace SparsePlugins.Planning.Tests;

public sealed class WrongManifestTests
{
    public static TheoryData<string> Wrong => [.. Manifests.Names("wrong")];

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Every_problem_is_listed_with_its_place_and_a_fix(string manifest) =>
        Verifier.Verify(Problems(Manifests.Bytes("wrong", manifest))).UseParameters(manifest).UseDirectory("manifests/wrong");

    [Theory]
    [InlineData("[", "nested more than 32 deep")]
    [InlineData("{a: ", "nested more than 32 deep")]
    [InlineData("- ", "nested more than 32 deep")]
    [InlineData("? ", "nested more than 32 deep")]
    [InlineData("[ ']', ", "nested more than 32 deep")]
    [InlineData("[\n", "nested more than 32 deep")]
    public void Fifty_thousand_levels_are_refused_at_the_first_too_many(string level, string rule)
    {
        var problem = Problems(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(level, 50_000))));
        Assert.Contains(rule, problem);
        Assert.Single(problem.Split('\n'));
    }

    [Fact]
    public void Levels_below_a_key_are_refused_where_there_are_too_many() =>
        Assert.Equal(
            "m.yaml:1:35: lists and mappings are nested more than 32 deep; a manifest needs about six levels",
            Problems(Encoding.UTF8.GetBytes("a: " + new string('[', 50_000)))
        );

    [Fact]
    public void A_huge_file_is_refused_by_its_size() =>
        Assert.Equal(
            "m.yaml:1:1: the file is larger than 1048576 bytes, the most that a manifest may have",
            Problems(Encoding.UTF8.GetBytes(new string('x', 3_000_000)))
        );

    [Fact]
    public void A_list_of_half_a_million_values_is_refused() =>
        Assert.Contains(
            "there are more than 10000 values",
            Problems(Encoding.UTF8.GetBytes("seeds: [" + string.Concat(Enumerable.Repeat("1,", 500_000)) + "]"))
        );

    [Fact]
    public void Of_very_many_problems_the_first_hundred_are_listed()
    {
        var keys = string.Concat(Enumerable.Range(0, 4_000).Select(i => $"k{i}: 1\n"));
        var problems = Problems(Encoding.UTF8.GetBytes(keys)).Split('\n');
        Assert.Equal(101, problems.Length);
        Assert.Contains("more problems", problems[^1]);
    }

    private static string Problems(byte[] manifest)
    {
        var result = Manifests.Check(manifest);
        Assert.Null(result.Plan);
        Assert.NotEmpty(result.Problems);
        return string.Join('\n', result.Problems);
    }
}
