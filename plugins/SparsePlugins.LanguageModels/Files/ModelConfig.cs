using System.Globalization;
using System.Text.Json;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>The settings of a model, as <c>config.json</c> states them; a key that is null counts as absent.</summary>
internal sealed class ModelConfig
{
    private const string CopyAgain = "copy config.json again, from the folder of the weights";

    private readonly JsonElement _object;
    private readonly string _path; // of the keys, empty or ending in a dot

    private ModelConfig(string file, JsonElement settings, string path)
    {
        (File, _object, _path) = (file, settings, path);
    }

    /// <summary>The file, for messages.</summary>
    public string File { get; }

    /// <summary>Reads the file of a folder.</summary>
    /// <param name="folder">A model's folder.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no JSON object.</exception>
    public static ModelConfig Read(string folder)
    {
        var file = Path.Combine(folder, "config.json");
        if (!System.IO.File.Exists(file))
        {
            throw new FileNotFoundException($"{file}: does not exist; name a folder as Hugging Face's save_pretrained writes it", file);
        }

        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new ModelConfig(file, json.RootElement.Clone(), "")
                : throw new InvalidDataException($"{file}: must hold a JSON object; {CopyAgain}");
        }
        catch (JsonException damage)
        {
            var place = $"line {damage.LineNumber + 1}, byte {damage.BytePositionInLine + 1}";
            throw new InvalidDataException($"{file}: is not valid JSON at {place}; {CopyAgain}");
        }
    }

    /// <summary>Whether a key has a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>The settings inside a key; <see langword="null"/> where it is absent.</summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public ModelConfig? Section(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ModelConfig(File, value, $"{_path}{key}.")
        : throw Refuse(key, "must be an object");

    /// <summary>The items of a list; <see langword="null"/> where it is absent.</summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public IReadOnlyList<JsonElement>? Items(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
        : throw Refuse(key, "must be a list");

    /// <summary>A whole number of at least 1 that must be there.</summary>
    /// <exception cref="InvalidDataException">It is absent, or something else.</exception>
    public int Size(string key) =>
        OptionalSize(key) ?? throw new InvalidDataException($"{File}: has no {_path}{key}, which this model_type needs; {CopyAgain}");

    /// <summary>A whole number of at least 1; <see langword="null"/> where it is absent.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public int? OptionalSize(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number
        : throw Refuse(key, "must be a whole number of at least 1");

    /// <summary>A token, the first where it is a list; <see langword="null"/> where it is absent.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public int? Token(string key)
    {
        var value = Find(key) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : Find(key);
        return value is not { } token ? null
            : token.ValueKind == JsonValueKind.Number && token.TryGetInt32(out var id) && id >= 0 ? id
            : throw Refuse(key, "must be a token id, a whole number of at least 0");
    }

    /// <summary>The number of heads.</summary>
    /// <param name="key">The key.</param>
    /// <param name="width">What they share.</param>
    /// <exception cref="InvalidDataException">It doesn't divide the width.</exception>
    public int Heads(string key, int width) =>
        width % Size(key) == 0 ? Size(key) : throw Refuse(key, $"must divide the width of the model, {width}");

    /// <summary>A number above 0.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">Where it is absent.</param>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public double Positive(string key, double otherwise) =>
        Find(key) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.GetDouble() is > 0 and < double.PositiveInfinity and var number ? number
        : throw Refuse(key, "must be a number above 0");

    /// <summary>True or false.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">Where it is absent.</param>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public bool Flag(string key, bool otherwise) =>
        Find(key) is not { } value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Refuse(key, "must be true or false");

    /// <summary>A text.</summary>
    /// <param name="key">The key.</param>
    /// <param name="otherwise">Where it is absent.</param>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public string Text(string key, string otherwise) =>
        Find(key) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Refuse(key, "must be a text");

    /// <summary>Refuses a switch that is set differently from what is computed here.</summary>
    /// <param name="key">The key.</param>
    /// <param name="supported">The only value that is read, and its value where it is absent.</param>
    /// <param name="meaning">What another value would ask for, for the message.</param>
    /// <exception cref="InvalidDataException">It has the other value.</exception>
    public void Require(string key, bool supported, string meaning)
    {
        if (Flag(key, supported) != supported)
        {
            throw Refuse(key, $"must be {(supported ? "true" : "false")}: {meaning}", "choose a model without it");
        }
    }

    /// <summary>What to throw where a value isn't read.</summary>
    /// <param name="key">The key.</param>
    /// <param name="rule">What its value must be.</param>
    /// <param name="fix">What to do.</param>
    public InvalidDataException Refuse(string key, string rule, string fix = CopyAgain) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{File}: {_path}{key} {rule}, is {Show(key)}; {fix}"));

    private string Show(string key) => Find(key) is { } value ? QuotedText.Shorten(value.GetRawText()) : "absent";

    private JsonElement? Find(string key) =>
        _object.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
