using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SparsePlugins.Events;

/// <summary>Events as lines of JSON: the property <c>event</c> says which, the others are its own in snake_case.</summary>
public static class RunEventJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // A loss may be NaN.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowOutOfOrderMetadataProperties = true, // In a file, the time comes first.
    };

    /// <summary>Writes an event as one line.</summary>
    /// <param name="happened">The event.</param>
    public static string Write(RunEvent happened) => JsonSerializer.Serialize(happened, Options);

    /// <summary>Writes an event as one line that begins with further properties.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="envelope">The further properties.</param>
    public static string Write(RunEvent happened, JsonObject envelope)
    {
        foreach (var (name, value) in JsonSerializer.SerializeToNode(happened, Options)!.AsObject().ToArray())
        {
            envelope[name] = value?.DeepClone();
        }

        return envelope.ToJsonString(Options);
    }

    /// <summary>Reads a line, whatever further properties it has.</summary>
    /// <returns><see langword="null"/> if the line is no event, for instance something that native code printed.</returns>
    public static RunEvent? TryRead(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<RunEvent>(line, Options) : null;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
