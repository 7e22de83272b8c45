using System.Text.Json;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Checkpoints;

/// <summary>A tensor as a header describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">float32 or int64.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Begin">Its first byte, from the end of the header.</param>
/// <param name="Bytes">How many.</param>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long Bytes);

/// <summary>The rules that a header of a safetensors file keeps.</summary>
internal static class SafetensorsHeader
{
    private const string MetadataName = "__metadata__";
    private const int MostDimensions = 8;

    /// <summary>The texts of the header.</summary>
    /// <exception cref="InvalidDataException">They aren't texts by name.</exception>
    public static IReadOnlyDictionary<string, string> Metadata(JsonElement header)
    {
        var texts = new Dictionary<string, string>();
        var stated = Members(header, "the header").Where(member => member.Name == MetadataName);
        foreach (var one in stated.SelectMany(member => Members(member.Value, MetadataName)))
        {
            if (one.Value.ValueKind != JsonValueKind.String || !texts.TryAdd(one.Name, one.Value.GetString()!))
            {
                throw new InvalidDataException($"{MetadataName}.{one.Name} must be one text");
            }
        }

        return texts;
    }

    /// <summary>The tensors in the order of their bytes, which must cover <paramref name="length"/> bytes without a gap or an overlap.</summary>
    /// <exception cref="InvalidDataException">They don't, or an entry breaks a rule.</exception>
    public static IReadOnlyList<SafetensorsEntry> Entries(JsonElement header, long length)
    {
        var entries = Members(header, "the header")
            .Where(member => member.Name != MetadataName)
            .Select(Entry)
            .OrderBy(entry => entry.Begin)
            .ThenBy(entry => entry.Bytes)
            .ToArray();
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
            {
                throw new InvalidDataException($"tensor '{entry.Name}' begins at byte {entry.Begin}; the one before ends at {end}");
            }

            end += entry.Bytes;
        }

        if (entries.Select(entry => entry.Name).Distinct().Count() < entries.Length)
        {
            throw new InvalidDataException("two tensors have one name");
        }

        return end == length ? entries : throw new InvalidDataException($"its tensors claim {end} bytes of the {length} that are there");
    }

    private static SafetensorsEntry Entry(JsonProperty member)
    {
        var name = member.Name;
        var fields = Members(member.Value, name).ToLookup(field => field.Name, field => field.Value);
        var type = Field(fields, name, "dtype", JsonValueKind.String).GetString() switch
        {
            "F32" => ScalarType.Float32,
            "I64" => ScalarType.Int64,
            var other => throw new InvalidDataException($"tensor '{name}' has dtype '{other}'; F32 and I64 are read"),
        };
        var shape = Numbers(Field(fields, name, "shape", JsonValueKind.Array), name);
        var offsets = Numbers(Field(fields, name, "data_offsets", JsonValueKind.Array), name);
        var bytes = Bytes(shape, type == ScalarType.Int64 ? sizeof(long) : sizeof(float), name);
        return offsets is [var begin, var end] && end - begin == bytes
            ? new SafetensorsEntry(name, type, shape, begin, bytes)
            : throw new InvalidDataException($"tensor '{name}' has data_offsets that don't fit its shape of {bytes} bytes");
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject()
            : throw new InvalidDataException($"{name} must be an object, got {element.ValueKind}");

    private static JsonElement Field(ILookup<string, JsonElement> fields, string tensor, string field, JsonValueKind kind) =>
        fields[field].ToArray() is [var only] && only.ValueKind == kind
            ? only
            : throw new InvalidDataException($"tensor '{tensor}' must have one {field}, a {kind}");

    private static long[] Numbers(JsonElement array, string tensor) =>
        [
            .. array
                .EnumerateArray()
                .Select(item =>
                    item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
                        ? number
                        : throw new InvalidDataException(
                            $"tensor '{tensor}' has {item.GetRawText()} where a whole number, 0 or more, stands"
                        )
                ),
        ];

    private static long Bytes(long[] shape, int width, string tensor)
    {
        if (shape.Length > MostDimensions || shape.Any(side => side > int.MaxValue))
        {
            throw new InvalidDataException(
                $"tensor '{tensor}' is [{string.Join(", ", shape)}]; at most {MostDimensions} dimensions of {int.MaxValue} are read"
            );
        }

        var bytes = shape.Aggregate((Int128)width, (product, side) => Int128.Min(product * side, (Int128)long.MaxValue + 1));
        return bytes <= long.MaxValue
            ? (long)bytes
            : throw new InvalidDataException($"tensor '{tensor}' has more than {long.MaxValue} bytes");
    }
}
