using System.Text.Json;

namespace SparsePlugins.Sources;

/// <summary>The trees of a saved model.</summary>
/// <param name="Roots">How many.</param>
/// <param name="Children">Of every feature above the lowest level.</param>
/// <param name="Depth">Levels below the roots.</param>
/// <param name="Exclusive">Whether children exclude each other.</param>
/// <param name="ScaleByParent">Whether children grow with their parent.</param>
internal sealed record SynthTrees(int Roots, int Children, int Depth, bool Exclusive, bool ScaleByParent)
{
    /// <summary>Of a model without any.</summary>
    public static SynthTrees None { get; } = new(0, 1, 1, false, false);

    /// <summary>Reads hierarchy.json; its trees must be alike, and numbered level by level, as those of the benchmark are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">G.</param>
    /// <exception cref="InvalidDataException">It is damaged, or its trees are others.</exception>
    public static SynthTrees Read(string path, int features)
    {
        try
        {
            using var stream = RecordedFile.Open(path);
            using var document = JsonDocument.Parse(stream);
            return From([.. document.RootElement.GetProperty("roots").EnumerateArray()], features);
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: {error.Message}");
        }
    }

    private static SynthTrees From(JsonElement[] roots, int features)
    {
        if (roots.Length == 0)
        {
            return None;
        }

        List<JsonElement[]> levels = [roots];
        while (levels[^1].SelectMany(ChildrenOf).ToArray() is { Length: > 0 } next)
        {
            levels.Add(next);
        }

        var children = ChildrenOf(roots[0]).Count();
        RequireBenchmarkTrees(levels, children, features);
        bool[] exclusive = [.. Flags(levels, "mutually_exclusive_children")];
        bool[] scaled = [.. Flags(levels, "scale_children_by_parent")];
        return levels.Count > 1 && exclusive.Length <= 1 && scaled.Length <= 1
            ? new SynthTrees(roots.Length, children, levels.Count - 1, exclusive[0], scaled[0])
            : throw new InvalidDataException("all features with children must exclude and scale these alike, and there must be some");
    }

    private static void RequireBenchmarkTrees(List<JsonElement[]> levels, int children, int features)
    {
        var nodes = levels.SelectMany(level => level).ToArray();
        var numbered =
            nodes.Length <= features && nodes.Index().All(node => node.Item.GetProperty("feature_index").GetInt32() == node.Index);
        if (!numbered || levels[..^1].Any(level => level.Any(node => ChildrenOf(node).Count() != children)))
        {
            throw new InvalidDataException(
                $"must hold trees with equally many children everywhere, whose features are numbered level by level from 0 and are at most {features}"
            );
        }
    }

    private static IEnumerable<JsonElement> ChildrenOf(JsonElement node) =>
        node.TryGetProperty("children", out var children) ? children.EnumerateArray() : [];

    private static IEnumerable<bool> Flags(List<JsonElement[]> levels, string name) =>
        levels[..^1].SelectMany(level => level).Select(node => node.TryGetProperty(name, out var flag) && flag.GetBoolean()).Distinct();
}
