using System.Text.Json;
using SparsePlugins.Formats;

namespace SparsePlugins.LanguageModels;

/// <summary>Reads a <c>tokenizer.json</c> of a byte-level tokenizer, and refuses those that would need other rules.</summary>
internal sealed class TokenizerReader
{
    private const string Fix = "tokenize the text with the model's own tokenizer in Python and give its ids, as .npy or .safetensors";

    private readonly string _file;
    private readonly JsonElement _root;

    private TokenizerReader(string file, JsonElement root) => (_file, _root) = (file, root);

    /// <summary>The tokenizer of a file.</summary>
    /// <param name="file">A <c>tokenizer.json</c>.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no byte-level tokenizer of GPT-2's kind.</exception>
    public static ByteLevelTokenizer Read(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return new TokenizerReader(file, json.RootElement).Build();
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"{file}: is no tokenizer.json as Hugging Face's tokenizers write it ({damage.Message}); copy it again"
            );
        }
    }

    private ByteLevelTokenizer Build()
    {
        RequireKind();
        var model = _root.GetProperty("model");
        var vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetInt32());
        var bytes = ByteAlphabet.Characters.Select(character => Token(vocabulary, character.ToString())).ToArray();
        var ranks = new Dictionary<(int, int), (int, int)>();
        foreach (var (left, right) in model.GetProperty("merges").EnumerateArray().Select(Pair))
        {
            ranks.TryAdd((Token(vocabulary, left), Token(vocabulary, right)), (ranks.Count, Token(vocabulary, left + right)));
        }

        return new ByteLevelTokenizer(bytes, new BytePairMerges(ranks), AddedTokens(), Find(_root, "normalizer") is not null);
    }

    private void RequireKind()
    {
        var model = _root.GetProperty("model");
        Require("model.type", Text(model, "type"), "BPE");
        foreach (var key in new[] { "dropout", "continuing_subword_prefix", "end_of_word_suffix" })
        {
            Require($"model.{key}", Find(model, key) is { } value ? value.ToString() : "", "");
        }

        Require("model.byte_fallback", IsSet(model, "byte_fallback"), false);
        Require("model.ignore_merges", IsSet(model, "ignore_merges"), false);
        if (Find(_root, "normalizer") is { } normalizer)
        {
            Require("normalizer.type", Text(normalizer, "type"), "NFC");
        }

        var words = Find(_root, "pre_tokenizer") ?? throw Invalid("has no pre_tokenizer; it must be of type ByteLevel");
        Require("pre_tokenizer.type", Text(words, "type"), "ByteLevel");
        Require("pre_tokenizer.add_prefix_space", IsSet(words, "add_prefix_space"), false);
        Require("pre_tokenizer.use_regex", Find(words, "use_regex")?.GetBoolean() ?? true, true);
    }

    private Dictionary<string, int> AddedTokens()
    {
        var added = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in Find(_root, "added_tokens")?.EnumerateArray().ToArray() ?? [])
        {
            var content = Text(token, "content");
            foreach (var key in new[] { "single_word", "lstrip", "rstrip" })
            {
                Require($"{key} of the added token {QuotedText.Shorten(content)}", IsSet(token, key), false);
            }

            added[content.Length > 0 ? content : throw Invalid("has an empty added token")] = token.GetProperty("id").GetInt32();
        }

        return added;
    }

    // "a b", and in newer files ["a", "b"].
    private (string Left, string Right) Pair(JsonElement merge)
    {
        var parts =
            merge.ValueKind == JsonValueKind.Array
                ? merge.EnumerateArray().Select(part => part.GetString() ?? "")
                : merge.GetString()!.Split(' ');
        return parts.ToArray() is [var left, var right]
            ? (left, right)
            : throw Invalid($"has the merge {QuotedText.Shorten(merge.ToString())}, which is no pair");
    }

    private int Token(Dictionary<string, int> vocabulary, string text) =>
        vocabulary.TryGetValue(text, out var token)
            ? token
            : throw Invalid($"must have {QuotedText.Shorten(text)} in model.vocab, as every byte and every merge is a token");

    private void Require<T>(string key, T value, T supported)
    {
        if (!Equals(value, supported))
        {
            var must = supported is "" ? "be absent" : $"be {supported}";
            throw Invalid($"{key} must {must.Replace("True", "true").Replace("False", "false")}, is {QuotedText.Shorten($"{value}")}");
        }
    }

    private InvalidDataException Invalid(string rule) => new($"{_file}: {rule}; {Fix}");

    private static JsonElement? Find(JsonElement parent, string key) =>
        parent.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Text(JsonElement parent, string key) => Find(parent, key)?.GetString() ?? "";

    private static bool IsSet(JsonElement parent, string key) => Find(parent, key)?.GetBoolean() ?? false;
}
