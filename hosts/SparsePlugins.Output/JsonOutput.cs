using System.Text.Encodings.Web;
using System.Text.Json;

namespace SparsePlugins.Output;

/// <summary>Prints results as JSON, for programs.</summary>
public static class JsonOutput
{
    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints a value, indented, with names in snake case.</summary>
    public static void Print(object value) => StandardOutput.Writer.WriteLine(JsonSerializer.Serialize(value, Style));
}
