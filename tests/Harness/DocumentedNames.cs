using System.Text.Json.Nodes;

namespace SparsePlugins.Tests;

/// <summary>Compares names of JSON fields with the page that describes them.</summary>
internal static class DocumentedNames
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "records.md"));

    /// <summary>The names of all fields of a JSON text that docs/records.md doesn't have in backticks.</summary>
    /// <param name="json">One value.</param>
    /// <param name="except">Fields whose contents are described elsewhere.</param>
    public static IEnumerable<string> MissingIn(string json, params string[] except) =>
        NamesIn(JsonNode.Parse(json), except).Distinct().Where(name => !Has(name));

    /// <summary>Whether docs/records.md has a name in backticks.</summary>
    public static bool Has(string name) => Page.Contains($"`{name}`", StringComparison.Ordinal);

    private static IEnumerable<string> NamesIn(JsonNode? node, string[] except) =>
        node switch
        {
            JsonObject fields => fields.SelectMany(field =>
                except.Contains(field.Key) ? [field.Key] : NamesIn(field.Value, except).Prepend(field.Key)
            ),
            JsonArray items => items.SelectMany(item => NamesIn(item, except)),
            _ => [],
        };
}
