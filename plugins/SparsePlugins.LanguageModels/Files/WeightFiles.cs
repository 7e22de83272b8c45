using System.Text.Json;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>The tensors of a model's folder by name: of <c>model.safetensors</c>, or of the shards that its index names.</summary>
internal sealed class WeightFiles
{
    private const string Single = "model.safetensors";
    private const string Index = Single + ".index.json";
    private const string SaveAgain =
        "save it in Python with AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(FOLDER, safe_serialization=True)";

    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Reads the headers.</summary>
    /// <param name="folder">A model's folder.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">There are no weights, or a file is damaged.</exception>
    public WeightFiles(string folder)
    {
        var (single, index) = (Path.Combine(folder, Single), Path.Combine(folder, Index));
        if (File.Exists(single))
        {
            (Place, Shards) = (single, [single]);
        }
        else if (File.Exists(index))
        {
            (Place, Shards) = (index, ReadIndex(folder, index));
        }
        else
        {
            throw new FileNotFoundException($"{folder}: has neither {Single} nor {Index}; {SaveAgain}", single);
        }

        foreach (var shard in Shards)
        {
            AddTensors(shard);
        }
    }

    /// <summary>The files that hold tensors.</summary>
    public IReadOnlyList<string> Shards { get; }

    /// <summary>The file that lists all tensors, for messages.</summary>
    public string Place { get; }

    /// <summary>A tensor by its name.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public StoredTensor? Find(string name) => _tensors.GetValueOrDefault(name);

    private void AddTensors(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var header = SafetensorsHeader.Read(stream);
            foreach (var entry in header.Entries)
            {
                if (!_tensors.TryAdd(entry.Name, new StoredTensor(file, header.DataOffset + entry.Begin, entry)))
                {
                    throw new InvalidDataException($"holds the tensor {entry.Quoted}, as another shard does; copy the shards again");
                }
            }
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{file}: {damage.Message}");
        }
    }

    private static List<string> ReadIndex(string folder, string index)
    {
        var names = ShardNames(index);
        if (names.FirstOrDefault(name => Path.GetFileName(name) != name || name.Length == 0) is { } outside)
        {
            throw new InvalidDataException(
                $"{index}: names the shard {QuotedText.Shorten(outside)}, which is no file of its folder; copy it again"
            );
        }

        var files = names.Select(name => Path.Combine(folder, name)).ToList();
        return files.FirstOrDefault(file => !File.Exists(file)) is { } missing
            ? throw new FileNotFoundException($"{missing}: does not exist, though {Index} names it; copy it into the folder", missing)
            : files;
    }

    private static List<string> ShardNames(string index)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(index));
            var map = json.RootElement.GetProperty("weight_map").EnumerateObject().Select(tensor => tensor.Value.GetString() ?? "");
            return [.. map.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{index}: must be a JSON object whose weight_map names a file for each tensor; copy it again");
        }
    }
}
