using System.Text;
using System.Text.Json;

namespace SparsePlugins.LanguageModels;

/// <summary><c>recording.json</c>, which is written last: what the recording is of, and its files.</summary>
/// <param name="Training">Names of the files to train on.</param>
/// <param name="HeldOut">Names of the files that are held out.</param>
internal sealed record RecordingIndex(IReadOnlyList<string> Training, IReadOnlyList<string> HeldOut)
{
    private const string Name = "recording.json";

    /// <summary>Reads the index of a folder.</summary>
    /// <returns><see langword="null"/> where there is none, or a file of it is missing or too short: then the recording is not complete.</returns>
    public static RecordingIndex? TryRead(string folder)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, Name)));
            var index = new RecordingIndex(Files(folder, json.RootElement, "training"), Files(folder, json.RootElement, "held_out"));
            var isWhole =
                index.Training.Count > 0 && index.HeldOut.Count > 0 && index.Training.Concat(index.HeldOut).All(ShardFile.IsWhole);
            return isWhole ? index : null;
        }
        catch (Exception damage)
            when (damage
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or ArgumentException
            )
        {
            return null;
        }
    }

    /// <summary>Writes it whole or not at all.</summary>
    /// <param name="folder">Of the recording.</param>
    /// <param name="key">What decides the rows.</param>
    public void Write(string folder, IEnumerable<(string Name, string Value)> key)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("of");
            foreach (var (name, value) in key)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            Write(json, "training", Training);
            Write(json, "held_out", HeldOut);
            json.WriteEndObject();
        }

        var temporary = Path.Combine(folder, $"{Name}.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(temporary, Encoding.UTF8.GetString(text.ToArray()) + "\n");
        File.Move(temporary, Path.Combine(folder, Name), overwrite: true);
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> files)
    {
        json.WriteStartArray(name);
        foreach (var file in files)
        {
            json.WriteStringValue(Path.GetFileName(file));
        }

        json.WriteEndArray();
    }

    // A name and no path: a folder that was copied may come from anywhere.
    private static string[] Files(string folder, JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(file => Path.Combine(folder, Path.GetFileName(file.GetString()!)))];
}
