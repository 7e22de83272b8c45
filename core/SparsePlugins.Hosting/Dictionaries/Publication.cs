using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SparsePlugins.Interchange;
using SparsePlugins.Storage;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>Writes trained dictionaries as folders of other tools, each with a model card, so that they can be uploaded as they are.</summary>
/// <param name="tool">Whose format.</param>
/// <param name="experiment">The name of the experiment; empty where there is none.</param>
public sealed class Publication(Tool tool, string experiment)
{
    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the folder of one dictionary: the tool's files, <c>README.md</c> and <c>summary.json</c>.</summary>
    /// <param name="weights">A weights file.</param>
    /// <param name="folder">Where; files of these names are replaced.</param>
    /// <returns>What <c>summary.json</c> says.</returns>
    /// <exception cref="InterchangeException">The format can't express it, or the folder holds a dictionary of another tool; nothing was written.</exception>
    public JsonObject Write(string weights, string folder)
    {
        var (read, texts) = WeightsFile.Read(weights);
        var dictionary = Provenance.WithHook(read, texts);
        var provenance = Provenance.Of(texts, experiment);
        var export = DictionaryExport.Create(dictionary, tool, provenance);
        var summary = Summary(dictionary, export, provenance);
        RequireOwn(folder);
        File.Delete(Path.Combine(folder, export.Files[^1].Name)); // Old settings beside new weights would be another dictionary.
        foreach (var (name, write) in export.Files)
        {
            AtomicFile.Write(Path.Combine(folder, name), write);
        }

        AtomicFile.Write(Path.Combine(folder, "summary.json"), summary.ToJsonString(Style) + "\n");
        AtomicFile.Write(Path.Combine(folder, "README.md"), ModelCard.Render(dictionary, tool, export.HasUnitRows, provenance));
        return summary;
    }

    /// <summary>Writes the index of several dictionaries: <c>index.json</c>, and <c>README.md</c> with a table.</summary>
    /// <param name="folder">That holds their folders.</param>
    /// <param name="summaries">Of each, with the name of its folder.</param>
    public void WriteIndex(string folder, IReadOnlyList<(string Name, JsonObject Summary)> summaries)
    {
        var index = new JsonArray([
            .. summaries.Select(one => (JsonNode)new JsonObject { ["folder"] = one.Name, ["summary"] = one.Summary.DeepClone() }),
        ]);
        AtomicFile.Write(Path.Combine(folder, "index.json"), index.ToJsonString(Style) + "\n");
        var rows = summaries.Select(one =>
        {
            var measured = one.Summary["provenance"]?["measurements"] as JsonObject ?? [];
            var numbers = string.Join(", ", measured.Take(4).Select(pair => $"{pair.Key} {pair.Value?.ToJsonString() ?? "undefined"}"));
            return $"| [{one.Name}]({one.Name}) | {one.Summary["provenance"]?["architecture"]} | {one.Summary["provenance"]?["initializer"]} | {one.Summary["provenance"]?["seed"]} | {numbers} |\n";
        });
        AtomicFile.Write(
            Path.Combine(folder, "README.md"),
            $"# {experiment}: {summaries.Count} dictionaries in the format of {tool.Name()}\n\n"
                + "| folder | architecture | initializer | seed | measurements |\n|---|---|---|---|---|\n"
                + string.Concat(rows)
        );
    }

    private void RequireOwn(string folder)
    {
        Directory.CreateDirectory(folder);
        if (DictionaryFolder.ToolOf(folder) is { } other && other != tool)
        {
            throw new InterchangeException(
                $"{folder}: holds a dictionary of {other.Name()}, and files of two tools in one folder can't be told apart; write to another folder"
            );
        }
    }

    private JsonObject Summary(PortableDictionary dictionary, DictionaryExport export, JsonObject provenance) =>
        new()
        {
            ["format"] = tool.Name(),
            ["architecture"] = dictionary.Architecture,
            ["options"] = dictionary.Options.DeepClone(),
            ["features"] = dictionary.Features,
            ["activation_dim"] = dictionary.ActivationDim,
            ["unit_decoder_rows"] = export.HasUnitRows,
            ["files"] = new JsonArray([.. export.Files.Select(file => (JsonNode)file.Name)]),
            ["provenance"] = provenance.DeepClone(),
        };
}
