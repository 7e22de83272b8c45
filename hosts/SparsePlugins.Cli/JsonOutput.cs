using System.Text.Encodings.Web;
using System.Text.Json;

namespace SparsePlugins.Cli;

/// <summary>Prints results as JSON, for programs.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(object value) => StandardOutput.Writer.WriteLine(JsonSerializer.Serialize(value, Style));
}
