using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SparsePlugins.Plugins;

/// <summary>The form of a lock file: names of plugins, in them paths of files, and their SHA-256; all sorted.</summary>
internal static partial class PluginLockJson
{
    private const string FormatKey = "format";
    private const string Format = "sparse-lock/1";
    private const string PluginsKey = "plugins";

    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static SortedDictionary<string, T> Empty<T>() => new(StringComparer.Ordinal);

    public static string Write(SortedDictionary<string, SortedDictionary<string, string>> plugins) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { [FormatKey] = Format, [PluginsKey] = plugins }, Style) + "\n";

    /// <summary>Reads a lock strictly.</summary>
    /// <exception cref="PluginLockException">It isn't exactly of the form.</exception>
    public static SortedDictionary<string, SortedDictionary<string, string>> Read(string path, byte[] bytes, string fix)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            return Read(ref reader);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException)
        {
            var line =
                (error as JsonException)?.LineNumber ?? Encoding.UTF8.GetString(bytes.AsSpan(0, (int)reader.TokenStartIndex)).Count('\n');
            var reason = error is InvalidDataException ? error.Message : "it is no JSON";
            throw new PluginLockException($"{path}:{line + 1}: this lock file is damaged: {reason}; {fix}");
        }
    }

    private static SortedDictionary<string, SortedDictionary<string, string>> Read(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        RequireKey(ref reader, FormatKey);
        Expect(ref reader, JsonTokenType.String);
        Require(reader.ValueTextEquals(Format), $"\"{FormatKey}\" must be \"{Format}\"");
        RequireKey(ref reader, PluginsKey);
        var plugins = ReadObject(ref reader, (ref Utf8JsonReader inner) => ReadObject(ref inner, ReadHash));
        Expect(ref reader, JsonTokenType.EndObject);
        Require(!reader.Read(), "something follows its end");
        return plugins;
    }

    private delegate T ReadValue<T>(ref Utf8JsonReader reader);

    private static SortedDictionary<string, T> ReadObject<T>(ref Utf8JsonReader reader, ReadValue<T> value)
    {
        var read = Empty<T>();
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            Require(name.Length > 0 && !read.ContainsKey(name), $"\"{name}\" stands there twice, or is empty");
            read.Add(name, value(ref reader));
        }

        Require(read.Count > 0, "an object is empty");
        return read;
    }

    private static string ReadHash(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        var hash = reader.GetString()!;
        Require(Sha256().IsMatch(hash), "a SHA-256 has 64 hexadecimal digits in lower case");
        return hash;
    }

    private static void RequireKey(ref Utf8JsonReader reader, string key)
    {
        Expect(ref reader, JsonTokenType.PropertyName);
        Require(reader.ValueTextEquals(key), $"the key \"{key}\" is missing");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type) =>
        Require(reader.Read() && reader.TokenType == type, $"there should be a {type} here");

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidDataException(rule);
        }
    }

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
