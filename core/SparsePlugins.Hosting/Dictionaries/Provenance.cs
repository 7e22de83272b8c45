using System.Text.Json;
using System.Text.Json.Nodes;
using SparsePlugins.Interchange;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>Where a dictionary that is published comes from, as its weights file says it.</summary>
public static class Provenance
{
    private static readonly string[] Words = ["run", "seed", "source", "architecture", "initializer", "reinitializer", "steps", "formula"];
    private static readonly string[] Objects = ["measurements", "evaluation", "versions", "origin"];

    /// <summary>The texts of a weights file that matter to readers.</summary>
    /// <param name="texts">Of the file's header.</param>
    /// <param name="experiment">The name of its experiment; empty where it has none.</param>
    public static JsonObject Of(IReadOnlyDictionary<string, string> texts, string experiment)
    {
        var provenance = new JsonObject { ["tool"] = "SparsePlugins" };
        if (experiment.Length > 0)
        {
            provenance["experiment"] = experiment;
        }

        foreach (var name in Words.Where(texts.ContainsKey))
        {
            provenance[name] = texts[name];
        }

        foreach (var name in Objects.Where(texts.ContainsKey))
        {
            provenance[name] = Parse(texts[name]);
        }

        return provenance;
    }

    /// <summary>The dictionary with the model and the hook of its source, where that is a language model.</summary>
    /// <param name="dictionary">Of a weights file.</param>
    /// <param name="texts">Of the file's header.</param>
    public static PortableDictionary WithHook(PortableDictionary dictionary, IReadOnlyDictionary<string, string> texts)
    {
        var options = texts.TryGetValue("spec", out var spec) ? (Parse(spec) as JsonObject)?["source"]?["with"] as JsonObject : null;
        return options?["hook"] is JsonValue hook && hook.TryGetValue<string>(out var name)
            ? dictionary with
            {
                Origin = dictionary.Origin with { Hook = name, Model = ModelOf(texts.GetValueOrDefault("source", "")) },
            }
            : dictionary;
    }

    /// <summary>The folder of the files that the option <c>model</c> names, as the label of the source shows them: <c>language-model(model=[models/gpt2/*.json, ...</c>.</summary>
    private static string ModelOf(string source)
    {
        const string option = "model=";
        var start = Math.Max(
            source.IndexOf("(" + option, StringComparison.Ordinal),
            source.IndexOf("," + option, StringComparison.Ordinal)
        );
        var files = start < 0 ? "" : source[(start + 1 + option.Length)..].TrimStart('[').Split(',', ']', ')')[0];
        return files.Replace('\\', '/').Split('/') is [.., var folder, _] && folder is not (".." or ".") ? folder : "";
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
