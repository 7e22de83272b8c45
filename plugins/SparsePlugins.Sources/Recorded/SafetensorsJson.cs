using System.Text.Json;

namespace SparsePlugins.Sources;

/// <summary>Reads the JSON of a safetensors header token by token: {"name": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}}.</summary>
/// <remarks>The first token that the format doesn't allow there ends it, so nothing deep or large is ever built.</remarks>
internal ref struct SafetensorsJson
{
    private readonly Func<string, Exception> _invalid;
    private Utf8JsonReader _json;

    private SafetensorsJson(byte[] json, Func<string, Exception> invalid)
    {
        _invalid = invalid;
        _json = new Utf8JsonReader(json);
    }

    /// <summary>The tensors of a header, in its order.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="invalid">Makes the exception to throw from a rule.</param>
    public static IReadOnlyList<SafeTensor> Parse(byte[] json, Func<string, Exception> invalid)
    {
        try
        {
            return new SafetensorsJson(json, invalid).Header();
        }
        // A text that is no UTF-8 shows as InvalidOperationException when it is decoded.
        catch (Exception damage) when (damage is JsonException or InvalidOperationException)
        {
            throw invalid($"it is not the JSON of a safetensors header ({damage.Message.TrimEnd('.')})");
        }
    }

    private List<SafeTensor> Header()
    {
        var tensors = new List<SafeTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, "an object");
        while (NextKey() is { } name)
        {
            if (!names.Add(name))
            {
                throw _invalid($"{HeaderReader.Quote(name)} stands there twice");
            }

            if (name == "__metadata__")
            {
                Metadata();
            }
            else
            {
                tensors.Add(Tensor(name));
            }
        }

        if (_json.Read())
        {
            throw _invalid("there is more after the object");
        }

        return tensors;
    }

    private void Metadata()
    {
        Expect(JsonTokenType.StartObject, "an object of texts for __metadata__");
        while (NextKey() is not null)
        {
            Expect(JsonTokenType.String, "a text in __metadata__");
        }
    }

    private SafeTensor Tensor(string name)
    {
        string? dataType = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Expect(JsonTokenType.StartObject, $"an object for {HeaderReader.Quote(name)}");
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
                    throw _invalid(
                        $"{HeaderReader.Quote(name)} has the key {HeaderReader.Quote(key)}, which is unknown or stands there twice"
                    );
            }
        }

        if (dataType is null || shape is null || offsets is not [var begin, var end] || begin > end)
        {
            throw _invalid($"{HeaderReader.Quote(name)} needs dtype, shape and two ascending data_offsets");
        }

        return new SafeTensor(name, dataType, shape, begin, end);
    }

    private List<long> Integers(string key)
    {
        var values = new List<long>();
        Expect(JsonTokenType.StartArray, $"a list for {key}");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var value) || value < 0)
            {
                throw _invalid($"{key} must hold integers from 0 to 2^63 - 1");
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
            throw _invalid($"expected {what} at byte {_json.TokenStartIndex}");
        }
    }
}
