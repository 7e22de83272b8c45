namespace SparsePlugins.Robustness.Tests.Manifests;

/// <summary>Manifests of at most a megabyte that ask for as much work as a reader could be made to do; none is one that anybody means.</summary>
internal static class ManifestBombs
{
    private const int Megabyte = 1 << 20;

    private const string Rest = """

        source: { use: toy-superposition, with: { activation_dim: 16, features: 32 } }
        autoencoder: { use: relu, features: 32 }
        training: { steps: 10 }
        initializers: [orthogonal]
        metrics: [mmcs]

        """;

    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>
        {
            ["brackets"] = Fill("["),
            ["braces"] = Fill("{a: "),
            ["dashes"] = Fill("- "),
            ["question marks"] = Fill("? "),
            ["nested lines"] = string.Concat(Enumerable.Range(0, 1000).Select(depth => new string(' ', depth) + "a:\n")),
            ["keys"] = Lines(i => $"k{i}: 1"),
            ["one key"] = Fill("a: 1\n"),
            ["one long word"] = "name: " + Fill("a"),
            ["one long number"] = "seeds: " + Fill("9"),
            ["one long quoted text"] = "name: \"" + Fill("\\u0061")[..(Megabyte - 16)] + "\"",
            ["one long key"] = Fill("k") + ": 1",
            ["comments"] = Fill("# c\n"),
            ["tabs"] = Fill("\t"),
            ["anchors"] = Lines(i => $"a{i}: &a{i} [*a{Math.Max(0, i - 1)}, *a{Math.Max(0, i - 1)}]"),
            ["seeds"] = "name: x\nseeds: [" + string.Join(", ", Enumerable.Range(0, 9_900)) + "]" + Rest,
            ["seeds times axes"] = "name: x\nseeds: 10000" + Rest.Replace("steps: 10", "steps: " + Each(2000), StringComparison.Ordinal),
            ["axes times axes"] =
                "name: x\nseeds: 1"
                + Rest.Replace(
                    "steps: 10",
                    $"steps: {Each(60)}, batch: {Each(60)}, sample: {Each(60)}, warm_up: {Each(60)}",
                    StringComparison.Ordinal
                ),
            ["axes in axes"] = "name: x\nseeds: 1" + Rest.Replace("steps: 10", "steps: " + NestedEach(28), StringComparison.Ordinal),
            ["axes that go along"] =
                "name: x\nseeds: 1" + Rest.Replace("steps: 10", $"steps: {Along(4800)}, batch: {Along(4800)}", StringComparison.Ordinal),
            ["axes that go along inside others"] =
                "name: x\nseeds: 1"
                + Rest.Replace(
                    "steps: 10",
                    $"steps: {{ each: [{Along(3000)}, {string.Join(", ", Enumerable.Range(10_000, 3000))}] }}, batch: {Along(3000)}",
                    StringComparison.Ordinal
                ),
            ["seeds and an axis"] = "name: x\nseeds: 10000" + Rest.Replace("steps: 10", "steps: " + Each(10), StringComparison.Ordinal),
            ["wide axis"] = "name: x\nseeds: 1" + Rest.Replace("steps: 10", "steps: " + Each(9_900), StringComparison.Ordinal),
            ["initializers"] =
                "name: x\nseeds: 1"
                + Rest.Replace(
                    "[orthogonal]",
                    "[" + string.Join(", ", Enumerable.Repeat("orthogonal", 9_900)) + "]",
                    StringComparison.Ordinal
                ),
            ["unknown names"] =
                "name: x\nseeds: 1"
                + Rest.Replace(
                    "[mmcs]",
                    "[" + string.Join(", ", Enumerable.Range(0, 9_900).Select(i => $"metric-{i}")) + "]",
                    StringComparison.Ordinal
                ),
            ["long unknown names"] =
                "name: x\nseeds: 1"
                + Rest.Replace(
                    "[mmcs]",
                    "[" + string.Join(", ", Enumerable.Range(0, 900).Select(i => $"m{i}" + new string('m', 1000))) + "]",
                    StringComparison.Ordinal
                ),
            ["thresholds"] =
                "name: x\nseeds: 1\nevaluation: { thresholds: ["
                + string.Join(", ", Enumerable.Range(0, 9_900).Select(i => $"'mmmcs >= 0.{i}'"))
                + "] }"
                + Rest,
        };

    private static string Fill(string piece) => string.Concat(Enumerable.Repeat(piece, (Megabyte - 16) / piece.Length));

    private static string Lines(Func<int, string> line) => string.Join('\n', Enumerable.Range(0, 9_900).Select(line));

    private static string Each(int count) => "{ each: [" + string.Join(", ", Enumerable.Range(1, count)) + "] }";

    private static string Along(int count) => "{ each: [" + string.Join(", ", Enumerable.Range(1, count)) + "], along: w }";

    private static string NestedEach(int depth) => depth == 0 ? "1" : "{ each: [" + NestedEach(depth - 1) + ", " + (depth + 1) + "] }";
}
