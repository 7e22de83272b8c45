namespace SparsePlugins.LanguageModels;

/// <summary>Documents one after the other, cut into texts of one length; nothing is padded, and a rest that is too short is left out.</summary>
internal sealed class PackedTexts
{
    private readonly int[] _tokens; // [texts, T]
    private readonly int[] _documents; // of each token; -1 for the one that begins a text

    private PackedTexts(int[] tokens, int[] documents, int length)
    {
        (_tokens, _documents, Length) = (tokens, documents, length);
    }

    /// <summary>T, tokens of a text.</summary>
    public int Length { get; }

    /// <summary>How many texts.</summary>
    public int Count => _tokens.Length / Length;

    /// <summary>Packs documents.</summary>
    /// <param name="documents">Their numbers and tokens.</param>
    /// <param name="length">T, at least 2.</param>
    /// <param name="endOfText">What ends every document.</param>
    /// <param name="beginning">What every text begins with; <see langword="null"/> for nothing.</param>
    public static PackedTexts Create(IEnumerable<(int Number, int[] Tokens)> documents, int length, int endOfText, int? beginning)
    {
        var (tokens, origins) = (new List<int>(), new List<int>());
        foreach (var (number, document) in documents)
        {
            for (var i = 0; i <= document.Length; i++)
            {
                if (beginning is { } first && tokens.Count % length == 0)
                {
                    tokens.Add(first);
                    origins.Add(-1);
                }

                tokens.Add(i < document.Length ? document[i] : endOfText);
                origins.Add(number);
            }
        }

        var whole = tokens.Count / length * length;
        return new PackedTexts([.. tokens.Take(whole)], [.. origins.Take(whole)], length);
    }

    /// <summary>Texts that were packed before; of what documents they are isn't known.</summary>
    /// <param name="tokens">[texts T].</param>
    /// <param name="length">T.</param>
    public static PackedTexts Of(int[] tokens, int length)
    {
        var documents = new int[tokens.Length];
        Array.Fill(documents, -1);
        return new PackedTexts(tokens, documents, length);
    }

    /// <summary>The first texts.</summary>
    /// <param name="count">How many at most.</param>
    public PackedTexts Take(int count)
    {
        var kept = Math.Min(count, Count) * Length;
        return new PackedTexts(_tokens[..kept], _documents[..kept], Length);
    }

    /// <summary>The tokens of some texts.</summary>
    /// <param name="first">The first text, from 0.</param>
    /// <param name="count">How many.</param>
    /// <returns>[count T].</returns>
    public ReadOnlySpan<int> Tokens(int first, int count) => _tokens.AsSpan(first * Length, count * Length);

    /// <summary>The number of the document that a token is of; -1 for the token that begins a text.</summary>
    /// <param name="place">text T + position.</param>
    public int Document(int place) => _documents[place];
}
