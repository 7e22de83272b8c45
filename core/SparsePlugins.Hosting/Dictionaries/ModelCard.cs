using System.Text;
using System.Text.Json.Nodes;
using SparsePlugins.Interchange;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>The README.md beside a dictionary that is published.</summary>
public static class ModelCard
{
    /// <summary>Its text.</summary>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="tool">Whose format it is in.</param>
    /// <param name="hasUnitRows">Whether decoder rows have length 1.</param>
    /// <param name="provenance">Where it comes from.</param>
    public static string Render(PortableDictionary dictionary, Tool tool, bool hasUnitRows, JsonObject provenance)
    {
        var card = new StringBuilder();
        var tags = tool == Tool.SaeLens ? "library_name: saelens\n" : "";
        card.Append(
            $"---\n{tags}tags:\n- sparse-autoencoder\n---\n\n# {dictionary.Architecture}, {dictionary.Features} features of {dictionary.ActivationDim} activations\n\n"
        );
        card.Append(
            $"A sparse autoencoder that SparsePlugins {(provenance["run"] is null ? "converted" : "trained")}, in the format of {tool.Name()}.\n\n"
        );
        AppendFacts(card, provenance);
        AppendMeasurements(card, provenance);
        card.Append($"\n## How to load it\n\n```python\n{Python(tool)}\n```\n\n");
        card.Append("Activations go in as their source gives them; what training did to its inputs is part of the weights.\n");
        card.Append(
            hasUnitRows
                ? "Every decoder row has length 1, as SAEBench asks.\n"
                : "Decoder rows have lengths of their own, since scaling them would change which codes are kept; SAEBench asks for length 1.\n"
        );
        return card.ToString();
    }

    private static void AppendFacts(StringBuilder card, JsonObject provenance)
    {
        card.Append("## How it was trained\n\n");
        foreach (
            var name in new[] { "experiment", "run", "source", "architecture", "initializer", "reinitializer", "steps", "seed", "formula" }
        )
        {
            if (provenance[name] is { } value)
            {
                card.Append($"- {name}: `{value}`\n");
            }
        }

        if (provenance["origin"] is JsonObject origin)
        {
            card.Append($"- origin: `{origin.ToJsonString()}`\n");
        }
    }

    private static void AppendMeasurements(StringBuilder card, JsonObject provenance)
    {
        if (provenance["measurements"] is not JsonObject { Count: > 0 } measurements)
        {
            return;
        }

        card.Append("\n## Measurements\n\n| measurement | value |\n|---|---|\n");
        foreach (var (name, value) in measurements)
        {
            card.Append($"| {name} | {value?.ToJsonString() ?? "undefined"} |\n");
        }

        if (provenance["evaluation"] is JsonObject evaluation)
        {
            card.Append(
                $"\nMeasured on {evaluation["rows"]} rows that it was not trained on: `{evaluation["source"]?.ToJsonString()}`, seed {evaluation["seed"]}.\n"
            );
        }
    }

    private static string Python(Tool tool) =>
        tool switch
        {
            Tool.SaeLens => "from sae_lens import SAE\n\nsae = SAE.load_from_disk(\"FOLDER\")\ncodes = sae.encode(activations)",
            Tool.Sparsify => "from sparsify import Sae\n\nsae = Sae.load_from_disk(\"FOLDER\")\nout = sae(activations)",
            _ =>
                "from dictionary_learning.utils import load_dictionary\n\nae, config = load_dictionary(\"FOLDER\", device=\"cpu\")\ncodes = ae.encode(activations)",
        };
}
