namespace SparsePlugins.LanguageModels;

/// <summary>Which rows of texts a source gives.</summary>
/// <param name="isKept">Whether the row of a token at a position is given.</param>
internal sealed class KeptRows(Func<int, int, bool> isKept)
{
    /// <summary>The places of the rows of some texts.</summary>
    /// <param name="texts">A split.</param>
    /// <param name="first">The first text.</param>
    /// <param name="count">How many texts.</param>
    /// <returns>text T + position of each, ascending; may be empty.</returns>
    public int[] Places(PackedTexts texts, int first, int count)
    {
        var tokens = texts.Tokens(first, count);
        var begin = first * texts.Length;
        var places = new List<int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (isKept(tokens[i], i % texts.Length))
            {
                places.Add(begin + i);
            }
        }

        return [.. places];
    }

    /// <summary>What to throw where no row is left.</summary>
    public static InvalidDataException NoneLeft() => new("every token is left out; take a longer context, or a smaller skip_positions");
}
