using SparsePlugins.Planning;
using SparsePlugins.Specs;

namespace SparsePlugins.Robustness.Tests.Manifests;

/// <summary>Whatever the bytes of a manifest: a plan or problems with places, soon, and in bounded memory.</summary>
[Trait("Category", "Long")]
public sealed class ManifestFuzzTests
{
    private const long MostBytes = 384L << 20; // About 32 KB for each of 9,900 values, read with 20 keys or options; a list cell for each pair of values would be 3 GB.
    private static readonly string[] Telling =
    [
        "{ each: [1, 2, 3] }",
        "{ each: [",
        ", along: size",
        "999999999999999999999",
        "-1",
        "1e309",
        ".nan",
        "0x10",
        "&a ",
        "*a",
        "<<: ",
        "!!int ",
        "? ",
        "---\n",
        "\n...\n",
        "|\n",
        "'",
        "\"",
        "\\ud800",
        "\u202e",
        "\u0085",
        "\ufeff",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{a: {a: {a: {a: {a: {a: {a: {a: ",
        "\t",
        "\r",
        "#",
        ": ",
        "- ",
        "use: ",
        "with: ",
        "none",
        "features: 1",
        "seeds: 10000\n",
        "stop_when: mmcs >= 0.5\n",
    ];

    [Fact]
    public void A_damaged_manifest_gives_a_plan_or_problems_with_places_within_a_second_and_256_MB()
    {
        var mutator = new Mutator(seed: 6, Telling);
        var whole = Read(path => !path.Contains("/wrong/", StringComparison.Ordinal));
        var wrong = Read(path => path.Contains("/wrong/", StringComparison.Ordinal));
        var (planned, refused) = (0, 0);
        for (var i = 0; i < Fuzz.Count(20_000); i++)
        {
            var result = Check($"mutation {i}", mutator.Damage(mutator.Pick(i % 4 == 0 ? wrong : whole)));
            (planned, refused) = result.Plan is null ? (planned, refused + 1) : (planned + 1, refused);
        }

        // Both must happen often, or nothing was tested.
        Assert.True(planned > 500 * Fuzz.Count(20_000) / 20_000 && refused > planned, $"{planned} plans, {refused} refusals");
    }

    [Fact]
    public void A_damaged_override_gives_a_plan_or_problems_with_places()
    {
        var mutator = new Mutator(seed: 7, [.. Telling, "[0]", ".", "=", "]", "training", "[999999]"]);
        var manifest = File.ReadAllBytes(Shipped.Manifests.Single(path => path.EndsWith("good/design.yaml", StringComparison.Ordinal)));
        var whole = new[] { "training.steps=100", "initializers[1].with.ratio=0.5", "seeds=[1, 2]", "metrics={ use: mmcs, every: 5 }" }
            .Select(System.Text.Encoding.UTF8.GetBytes)
            .ToArray();
        for (var i = 0; i < Fuzz.Count(5_000); i++)
        {
            Check($"override {i}", manifest, System.Text.Encoding.UTF8.GetString(mutator.Damage(mutator.Pick(whole))));
        }
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_manifest_made_to_cost_much_is_refused_or_planned_within_the_same_bounds(string name) =>
        Check(name, System.Text.Encoding.UTF8.GetBytes(ManifestBombs.All[name]));

    public static TheoryData<string> Bombs => [.. ManifestBombs.All.Keys];

    private static byte[][] Read(Func<string, bool> choose) =>
        [.. Shipped.Manifests.Where(choose).Select(File.ReadAllBytes).Where(bytes => bytes.Length > 1)];

    private static PlanResult Check(string what, byte[] manifest, params string[] overrides)
    {
        var result = Budget.Keep(MostBytes, what, () => ManifestTree.Parse("m.yaml", manifest, overrides).Plan(Shipped.Plugins.Catalog));
        Assert.Equal(result.Plan is null, result.Problems.Count > 0);
        Assert.All(result.Problems.Concat(result.Warnings), problem => Assert.True(IsPlaced(problem), $"{what}: {problem}"));
        return result;
    }

    private static bool IsPlaced(Problem problem) =>
        problem.Position is { File.Length: > 0, Line: >= 1, Column: >= 1 }
        && problem.Message != ""
        && !problem.ToString().Any(char.IsControl);
}
