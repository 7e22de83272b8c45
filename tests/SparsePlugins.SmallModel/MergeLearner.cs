using System.Text;
using SparsePlugins.LanguageModels;

namespace SparsePlugins.SmallModel;

/// <summary>Learns byte-pair merges from text: the most frequent pair of neighbours becomes a token, again and again.</summary>
/// <remarks>Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", arXiv 1508.07909.</remarks>
internal static class MergeLearner
{
    /// <summary>The merges, in the order in which they are learned.</summary>
    /// <param name="documents">Text.</param>
    /// <param name="firstByte">The token of byte 0; those of the others follow.</param>
    /// <param name="count">How many merges; fewer where no pair occurs twice.</param>
    /// <returns>The tokens of each pair; the first merge makes the token after the last byte's.</returns>
    public static List<(int Left, int Right)> Learn(IEnumerable<string> documents, int firstByte, int count)
    {
        var words = documents
            .SelectMany(GptWords.Split)
            .GroupBy(word => word, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Tokens: Encoding.UTF8.GetBytes(group.Key).Select(value => firstByte + value).ToList(), Count: group.Count()))
            .ToList();
        var merges = new List<(int, int)>();
        while (merges.Count < count && MostFrequent(words) is { } pair)
        {
            var rank = new Dictionary<(int, int), (int, int)> { [pair] = (0, firstByte + 256 + merges.Count) };
            words.ForEach(word => new BytePairMerges(rank).Merge(word.Tokens));
            merges.Add(pair);
        }

        return merges;
    }

    /// <summary>Of pairs that are as frequent, the one with the smaller tokens.</summary>
    private static (int, int)? MostFrequent(List<(List<int> Tokens, int Count)> words)
    {
        var counts = new Dictionary<(int, int), int>();
        foreach (var (tokens, count) in words)
        {
            for (var i = 0; i + 1 < tokens.Count; i++)
            {
                var pair = (tokens[i], tokens[i + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + count;
            }
        }

        return
            counts.Where(pair => pair.Value > 1).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).FirstOrDefault()
                is { Value: > 0 } best
            ? best.Key
            : null;
    }
}
