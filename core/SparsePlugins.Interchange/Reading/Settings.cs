using System.Text.Json;
using System.Text.Unicode;
using SparsePlugins.Formats;

namespace SparsePlugins.Interchange.Reading;

/// <summary>An object of a settings file in JSON.</summary>
internal sealed class Settings
{
    private const int LongestFile = 1 << 20;

    private readonly string _path;
    private readonly JsonElement _object;

    private Settings(string path, JsonElement settings) => (_path, _object) = (path, settings);

    /// <summary>Reads a file.</summary>
    /// <param name="path">At most 1 MiB of UTF-8, with or without a byte order mark.</param>
    /// <exception cref="InterchangeException">It is no JSON object.</exception>
    public static Settings Read(string path)
    {
        if (new FileInfo(path).Length > LongestFile)
        {
            throw new InterchangeException($"{path}: has more than {LongestFile} bytes, so it is no settings file of a dictionary");
        }

        try
        {
            var bytes = File.ReadAllBytes(path).AsMemory();
            var start = bytes.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
            if (!Utf8.IsValid(bytes.Span))
            {
                throw new InterchangeException($"{path}: is no UTF-8; save it again");
            }

            using var document = JsonDocument.Parse(bytes[start..]);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new Settings(path, document.RootElement.Clone())
                : throw new InterchangeException($"{path}: must be an object of settings");
        }
        catch (JsonException damage)
        {
            throw new InterchangeException($"{path}: is no JSON, from line {damage.LineNumber + 1} on; copy or save it again", damage);
        }
    }

    /// <summary>Settings inside; empty ones where there are none.</summary>
    public Settings In(string key) => new(_path, Find(key) is { ValueKind: JsonValueKind.Object } inner ? inner : default);

    /// <summary>Whether a key is there and isn't null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A text, or another one where the key isn't there or is no text.</summary>
    /// <exception cref="InterchangeException">It is half a character, which JSON can escape.</exception>
    public string Text(string key, string otherwise = "")
    {
        try
        {
            return Find(key) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : otherwise;
        }
        catch (InvalidOperationException damage)
        {
            throw new InterchangeException($"{_path}: {key} is no text of whole characters; save it again", damage);
        }
    }

    /// <summary>A truth value.</summary>
    /// <exception cref="InterchangeException">It is another value.</exception>
    public bool Flag(string key, bool otherwise) =>
        Find(key) is not { } value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Refuse(key, "must be true or false", value);

    /// <summary>An integer from 0 to 2^31 - 1.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="otherwise">Where the key isn't there; <see langword="null"/> where it must be.</param>
    /// <exception cref="InterchangeException">It is missing or another value.</exception>
    public int Integer(string key, int? otherwise = null) =>
        Find(key) is not { } value
            ? otherwise ?? throw new InterchangeException($"{_path}: must have the integer {QuotedText.Shorten(key)}")
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var integer) && integer >= 0 ? integer
        : throw Refuse(key, "must be an integer of at least 0", value);

    /// <summary>A size: an integer of at least 1 that must be there.</summary>
    /// <exception cref="InterchangeException">It is missing or another value.</exception>
    public int Size(string key) => Integer(key) is > 0 and var size ? size : throw Refuse(key, "must be an integer of at least 1");

    /// <summary>A list of integers; empty where there is none.</summary>
    public IReadOnlyList<int> Integers(string key) =>
        Find(key) is { ValueKind: JsonValueKind.Array } list
            ?
            [
                .. list.EnumerateArray()
                    .Where(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out _))
                    .Select(one => one.GetInt32()),
            ]
            : [];

    /// <summary>What to throw where a value can't be used.</summary>
    public InterchangeException Refuse(string key, string rule) => Refuse(key, rule, Find(key) ?? default);

    private InterchangeException Refuse(string key, string rule, JsonElement value) =>
        new(
            $"{_path}: {key} {rule}, got {QuotedText.Shorten(value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText())}"
        );

    private JsonElement? Find(string key)
    {
        try
        {
            return
                _object.ValueKind == JsonValueKind.Object
                && _object.TryGetProperty(key, out var value)
                && value.ValueKind != JsonValueKind.Null
                ? value
                : null;
        }
        catch (InvalidOperationException damage)
        {
            throw new InterchangeException($"{_path}: has a key that is no text of whole characters; save it again", damage);
        }
    }
}
