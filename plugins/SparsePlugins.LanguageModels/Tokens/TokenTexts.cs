using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SparsePlugins.LanguageModels;

/// <summary>The texts of tokens, for people to read.</summary>
internal sealed class TokenTexts
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<char, byte> Bytes = ByteAlphabet
        .Characters.Select((character, value) => (character, value))
        .ToDictionary(pair => pair.character, pair => (byte)pair.value);

    private readonly Dictionary<int, string> _texts;

    private TokenTexts(Dictionary<int, string> texts) => _texts = texts;

    /// <summary>Those of a <c>tokenizer.json</c>.</summary>
    /// <param name="file">The file, or <see langword="null"/> where there is none: then tokens have no text.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static TokenTexts Read(string? file)
    {
        if (file is null)
        {
            return new TokenTexts([]);
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return new TokenTexts(Texts(json.RootElement));
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file}: has no texts of tokens ({damage.Message}); copy it again");
        }
    }

    /// <summary>The text of a token; its number in brackets where it has none.</summary>
    public string this[int token] =>
        _texts.TryGetValue(token, out var text) ? text : string.Create(CultureInfo.InvariantCulture, $"[{token}]");

    private static Dictionary<int, string> Texts(JsonElement root)
    {
        var texts = new Dictionary<int, string>();
        foreach (var word in root.GetProperty("model").GetProperty("vocab").EnumerateObject())
        {
            texts[word.Value.GetInt32()] = Decode(word.Name);
        }

        if (root.TryGetProperty("added_tokens", out var added) && added.ValueKind == JsonValueKind.Array)
        {
            foreach (var token in added.EnumerateArray())
            {
                texts[token.GetProperty("id").GetInt32()] = token.GetProperty("content").GetString() ?? "";
            }
        }

        return texts;
    }

    /// <summary>Characters stand for bytes; those that are only a part of a character are shown as numbers.</summary>
    private static string Decode(string word)
    {
        if (!word.All(Bytes.ContainsKey))
        {
            return word;
        }

        byte[] bytes = [.. word.Select(character => Bytes[character])];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return string.Concat(bytes.Select(value => $"\\x{value:X2}"));
        }
    }
}
