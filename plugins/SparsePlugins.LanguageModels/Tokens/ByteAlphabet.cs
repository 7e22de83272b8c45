namespace SparsePlugins.LanguageModels;

/// <summary>The 256 printable characters that stand for bytes in the vocabularies of byte-level tokenizers.</summary>
/// <remarks>Source: openai/gpt-2, <c>encoder.py</c>: printable bytes of Latin-1 stand for themselves, and the others, in order, are U+0100 and on.</remarks>
internal static class ByteAlphabet
{
    /// <summary>The character of each byte.</summary>
    public static IReadOnlyList<char> Characters { get; } = Create();

    private static char[] Create()
    {
        var characters = new char[256];
        var next = (char)256;
        for (var value = 0; value < characters.Length; value++)
        {
            var isPrintable = value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            characters[value] = isPrintable ? (char)value : next++;
        }

        return characters;
    }
}
