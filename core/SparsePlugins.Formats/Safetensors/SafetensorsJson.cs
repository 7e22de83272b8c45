using System.Text.Json;

namespace SparsePlugins.Formats;

/// <summary>Reads the JSON of a safetensors header token by token: {"name": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}}.</summary>
/// <remarks>The first token that the format doesn't allow there ends it, so nothing deep or large is ever built.</remarks>
internal ref struct SafetensorsJson
{
    /// <summary>The entry that holds texts and is no tensor.</summary>
    public const string MetadataName = "__metadata__";

    private Utf8JsonReader _json;

    private SafetensorsJson(byte[] json) => _json = new Utf8JsonReader(json);

    /// <summary>The texts and the tensors of a header, in its order.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="InvalidDataException">It is no such header.</exception>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafetensorsEntry> Entries) Parse(byte[] json)
    {
        try
        {
            return new SafetensorsJson(json).Header();
        }
        // A text that is no UTF-8 shows as InvalidOperationException when it is decoded.
        catch (Exception damage) when (damage is JsonException or InvalidOperationException)
        {
            throw Invalid($"it is not the JSON of a safetensors header ({damage.Message.TrimEnd('.')})");
        }
    }

    private (IReadOnlyDictionary<string, string>, IReadOnlyList<SafetensorsEntry>) Header()
    {
        var (metadata, entries) = (new Dictionary<string, string>(), new List<SafetensorsEntry>());
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, "an object");
        while (NextKey() is { } name)
        {
            if (!names.Add(name))
            {
                throw Invalid($"{QuotedText.Shorten(name)} stands there twice");
            }

            if (name == MetadataName)
            {
                ReadTexts(metadata);
            }
            else
            {
                entries.Add(Entry(name));
            }
        }

        if (_json.Read())
        {
            throw Invalid("there is more after the object");
        }

        return (metadata, entries);
    }

    private void ReadTexts(Dictionary<string, string> texts)
    {
        Expect(JsonTokenType.StartObject, $"an object of texts for {MetadataName}");
        while (NextKey() is { } name)
        {
            Expect(JsonTokenType.String, $"a text in {MetadataName}");
            if (!texts.TryAdd(name, _json.GetString()!))
            {
                throw Invalid($"{QuotedText.Shorten(name)} stands in {MetadataName} twice");
            }
        }
    }

    private SafetensorsEntry Entry(string name)
    {
        string? dataType = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Expect(JsonTokenType.StartObject, $"an object for {QuotedText.Shorten(name)}");
        while (NextKey() is { } key)
        {
            switch (key)
            {
                case "dtype" when dataType is null:
                    Expect(JsonTokenType.String, "a text for dtype");
                    dataType = _json.GetString();
                    break;
                case "shape" when shape is null:
                    shape = Integers(key);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Integers(key);
                    break;
                default:
                    throw Invalid(
                        $"{QuotedText.Shorten(name)} has the key {QuotedText.Shorten(key)}, which is unknown or stands there twice"
                    );
            }
        }

        if (dataType is null || shape is null || offsets is not [var begin, var end] || begin > end)
        {
            throw Invalid($"{QuotedText.Shorten(name)} needs dtype, shape and two ascending data_offsets");
        }

        return new SafetensorsEntry(name, dataType, shape, begin, end);
    }

    private List<long> Integers(string key)
    {
        var values = new List<long>();
        Expect(JsonTokenType.StartArray, $"a list for {key}");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var value) || value < 0)
            {
                throw Invalid($"{key} must hold integers from 0 to 2^63 - 1");
            }

            values.Add(value);
        }

        return values;
    }

    // The next key of the object, or null at its end.
    private string? NextKey()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName ? _json.GetString() : null;
    }

    private void Expect(JsonTokenType type, string what)
    {
        if (!_json.Read() || _json.TokenType != type)
        {
            throw Invalid($"expected {what} at byte {_json.TokenStartIndex}");
        }
    }

    private static InvalidDataException Invalid(string rule) => new($"has a damaged header: {rule}; save it again");
}
