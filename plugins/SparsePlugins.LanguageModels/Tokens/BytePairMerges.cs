namespace SparsePlugins.LanguageModels;

/// <summary>Merges neighbouring tokens of a word, in the order in which the merges were learned.</summary>
/// <remarks>Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", arXiv 1508.07909.</remarks>
/// <param name="merges">For a pair of tokens the rank of its merge and the merged token.</param>
internal sealed class BytePairMerges(IReadOnlyDictionary<(int Left, int Right), (int Rank, int Merged)> merges)
{
    /// <summary>Merges until no pair is left that can be.</summary>
    /// <param name="tokens">Those of the word's bytes; changed.</param>
    public void Merge(List<int> tokens)
    {
        while (Best(tokens) is { } pair)
        {
            var (kept, merged) = (0, merges[pair].Merged);
            for (var i = 0; i < tokens.Count; i++, kept++)
            {
                var isPair = i + 1 < tokens.Count && tokens[i] == pair.Left && tokens[i + 1] == pair.Right;
                tokens[kept] = isPair ? merged : tokens[i];
                i += isPair ? 1 : 0;
            }

            tokens.RemoveRange(kept, tokens.Count - kept);
        }
    }

    private (int Left, int Right)? Best(List<int> tokens)
    {
        var (best, rank) = (default((int, int)?), int.MaxValue);
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            var pair = (tokens[i], tokens[i + 1]);
            if (merges.TryGetValue(pair, out var merge) && merge.Rank < rank)
            {
                (best, rank) = (pair, merge.Rank);
            }
        }

        return best;
    }
}
