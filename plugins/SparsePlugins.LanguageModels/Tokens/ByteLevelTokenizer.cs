using System.Text;

namespace SparsePlugins.LanguageModels;

/// <summary>Text to tokens, as the tokenizers of GPT-2, GPT-Neo, GPT-NeoX and Pythia do.</summary>
/// <param name="bytes">The token of each byte.</param>
/// <param name="merges">What is merged.</param>
/// <param name="added">Texts that are one token wherever they stand, such as <c>&lt;|endoftext|&gt;</c>.</param>
/// <param name="isCanonical">Whether the text between those is to have Unicode's form NFC.</param>
internal sealed class ByteLevelTokenizer(
    IReadOnlyList<int> bytes,
    BytePairMerges merges,
    IReadOnlyDictionary<string, int> added,
    bool isCanonical
)
{
    private const int MostRemembered = 1 << 16;

    private readonly string[] _added = [.. added.Keys.OrderByDescending(text => text.Length)]; // the longest wins
    private readonly HashSet<char> _starts = [.. added.Keys.Select(text => text[0])];
    private readonly Dictionary<string, int[]> _words = new(StringComparer.Ordinal);

    /// <summary>The tokens of a text; none is put before or after it.</summary>
    /// <exception cref="InvalidDataException">The text would have to be normalized.</exception>
    public List<int> Encode(string text)
    {
        var tokens = new List<int>();
        var start = 0; // of what no added token has taken
        for (var i = 0; i < text.Length; i++)
        {
            if (_starts.Contains(text[i]) && AddedAt(text, i) is { } found)
            {
                AddWords(tokens, text[start..i]);
                tokens.Add(added[found]);
                start = i + found.Length;
                i = start - 1;
            }
        }

        AddWords(tokens, text[start..]);
        return tokens;
    }

    private string? AddedAt(string text, int place) =>
        Array.Find(_added, token => string.CompareOrdinal(text, place, token, 0, token.Length) == 0);

    private void AddWords(List<int> tokens, string text)
    {
        if (isCanonical && CanonicalForm.FindDoubtful(text) is { } rune)
        {
            throw new InvalidDataException(
                $"the text holds U+{rune.Value:X4}, which the tokenizer's normalizer NFC may change and this program can't; "
                    + "give the text's token ids instead, as .npy or .safetensors"
            );
        }

        foreach (var word in GptWords.Split(text))
        {
            tokens.AddRange(TokensOf(word));
        }
    }

    private int[] TokensOf(string word)
    {
        if (_words.TryGetValue(word, out var known))
        {
            return known;
        }

        var tokens = Encoding.UTF8.GetBytes(word).Select(value => bytes[value]).ToList();
        merges.Merge(tokens);
        if (_words.Count == MostRemembered)
        {
            _words.Clear();
        }

        return _words[word] = [.. tokens];
    }
}
