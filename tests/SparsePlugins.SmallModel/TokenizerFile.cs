using System.Text.Json;
using System.Text.Json.Nodes;
using SparsePlugins.LanguageModels;

namespace SparsePlugins.SmallModel;

/// <summary>Writes <c>tokenizer.json</c> as Hugging Face's tokenizers read it: token 0 ends texts, then come the bytes, then the merges.</summary>
internal static class TokenizerFile
{
    /// <summary>The token that begins and ends texts.</summary>
    public const int EndOfText = 0;

    /// <summary>The token of byte 0.</summary>
    public const int FirstByte = 1;

    private const string EndOfTextName = "<|endoftext|>";

    /// <summary>Writes the file.</summary>
    /// <param name="file">Where.</param>
    /// <param name="merges">Pairs of tokens, in the order in which they were learned.</param>
    public static void Write(string file, IEnumerable<(int Left, int Right)> merges)
    {
        List<string> words = [EndOfTextName, .. ByteAlphabet.Characters.Select(character => character.ToString())];
        var pairs = new JsonArray();
        foreach (var (left, right) in merges)
        {
            pairs.Add($"{words[left]} {words[right]}");
            words.Add(words[left] + words[right]);
        }

        var model = new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = null,
            ["end_of_word_suffix"] = null,
            ["fuse_unk"] = false,
            ["byte_fallback"] = false,
            ["vocab"] = new JsonObject(words.Select((word, token) => KeyValuePair.Create(word, (JsonNode?)token))),
            ["merges"] = pairs,
        };
        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray(EndOfTextToken()),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = null,
            ["decoder"] = ByteLevel(),
            ["model"] = model,
        };
        File.WriteAllText(file, root.ToJsonString(new JsonSerializerOptions { WriteIndented = false }) + "\n");
    }

    private static JsonObject ByteLevel() =>
        new()
        {
            ["type"] = "ByteLevel",
            ["add_prefix_space"] = false,
            ["trim_offsets"] = true,
            ["use_regex"] = true,
        };

    private static JsonObject EndOfTextToken() =>
        new()
        {
            ["id"] = EndOfText,
            ["content"] = EndOfTextName,
            ["single_word"] = false,
            ["lstrip"] = false,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = true,
        };
}
