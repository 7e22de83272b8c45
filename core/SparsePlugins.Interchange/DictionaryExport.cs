using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SparsePlugins.Interchange.Reading;
using SparsePlugins.Interchange.Writing;

namespace SparsePlugins.Interchange;

/// <summary>A dictionary as the files of another tool.</summary>
public sealed class DictionaryExport
{
    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private DictionaryExport(IReadOnlyList<(string Name, Action<Stream> Write)> files, bool hasUnitRows) =>
        (Files, HasUnitRows) = (files, hasUnitRows);

    /// <summary>
    /// Names and what writes their content, the settings last, without which no tool takes a folder for a dictionary; a content is written to a stream that is
    /// empty and seekable.
    /// </summary>
    public IReadOnlyList<(string Name, Action<Stream> Write)> Files { get; }

    /// <summary>Whether decoder rows have length 1, as SAEBench asks.</summary>
    public bool HasUnitRows { get; }

    /// <summary>Converts a dictionary; nothing is written yet.</summary>
    /// <param name="dictionary">The dictionary.</param>
    /// <param name="tool">Whose files.</param>
    /// <param name="provenance">Where it is from, kept beside the tool's own settings where the format has room for it.</param>
    /// <exception cref="InterchangeException">The format can't express it; the message says why.</exception>
    public static DictionaryExport Create(PortableDictionary dictionary, Tool tool, JsonObject provenance)
    {
        var folded = ExportedParameters.Fold(dictionary);
        return new DictionaryExport(
            tool switch
            {
                Tool.SaeLens => SaeLens(folded, provenance),
                Tool.Sparsify => Sparsify(folded),
                Tool.DictionaryLearning => DictionaryLearning(folded, provenance),
                _ => throw new ArgumentOutOfRangeException(nameof(tool)),
            },
            folded.Parameters.HasUnitRows()
        );
    }

    private static IReadOnlyList<(string, Action<Stream>)> SaeLens(PortableDictionary dictionary, JsonObject provenance)
    {
        var (settings, tensors) = SaeLensWriter.Convert(dictionary, provenance);
        return [(SaeLensReader.WeightsFile, file => TensorWriter.Write(file, Format, tensors)), Json(SaeLensReader.SettingsFile, settings)];
    }

    private static IReadOnlyList<(string, Action<Stream>)> Sparsify(PortableDictionary dictionary)
    {
        var (settings, tensors) = SparsifyWriter.Convert(dictionary);
        return
        [
            (SparsifyReader.WeightsFile, file => TensorWriter.Write(file, Format, tensors)),
            Json(SparsifyReader.SettingsFile, settings),
        ];
    }

    private static IReadOnlyList<(string, Action<Stream>)> DictionaryLearning(PortableDictionary dictionary, JsonObject provenance)
    {
        var writer = new DictionaryLearningWriter(dictionary);
        return
        [
            (DictionaryLearningReader.WeightsFile, writer.Write),
            Json(DictionaryLearningReader.SettingsFile, writer.Settings(provenance)),
        ];
    }

    private static IReadOnlyDictionary<string, string> Format { get; } = new Dictionary<string, string> { ["format"] = "pt" };

    private static (string, Action<Stream>) Json(string name, JsonObject settings) =>
        (name, file => file.Write(JsonSerializer.SerializeToUtf8Bytes(settings, Style)));
}
