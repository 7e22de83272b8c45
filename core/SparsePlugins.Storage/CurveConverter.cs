using System.Text.Json;
using System.Text.Json.Serialization;
using SparsePlugins.Records;

namespace SparsePlugins.Storage;

/// <summary>Curves in checkpoints, as they are in records.</summary>
internal sealed class CurveConverter : JsonConverter<Curve>
{
    /// <inheritdoc/>
    public override Curve Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return CurveJson.Read(document.RootElement);
        }
        catch (RecordFormatException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Curve value, JsonSerializerOptions options) => CurveJson.Write(writer, value);
}
