using System.Globalization;
using System.Text;

namespace SparsePlugins.LanguageModels;

/// <summary>Cuts a text into the words within which a byte-level tokenizer merges.</summary>
/// <remarks>
/// Source: openai/gpt-2, <c>encoder.py</c>, whose pattern is <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.
/// Departures: none. It isn't a .NET pattern here because those see halves of characters outside the Basic Multilingual Plane.
/// </remarks>
internal static class GptWords
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Letter,
        Number,
        Space,
        Other,
    }

    /// <summary>The words, which make up the text.</summary>
    public static IEnumerable<string> Split(string text)
    {
        for (var start = 0; start < text.Length; )
        {
            var length = LengthAt(text.AsSpan(start));
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var contraction in Contractions)
        {
            if (text.StartsWith(contraction, StringComparison.Ordinal))
            {
                return contraction.Length;
            }
        }

        // One space goes with the word after it.
        var prefix = text[0] == ' ' && text.Length > 1 && KindAt(text[1..], out _) != Kind.Space ? 1 : 0;
        var kind = KindAt(text[prefix..], out _);
        var length = prefix + RunLength(text[prefix..], kind, out var last);
        var leavesOne = kind == Kind.Space && length < text.Length && length > last; // \s+(?!\S): the last space is left to what follows
        return leavesOne ? length - last : length;
    }

    /// <summary>The length of the characters of one kind at the beginning, and that of the last of them.</summary>
    private static int RunLength(ReadOnlySpan<char> text, Kind kind, out int last)
    {
        var length = 0;
        last = 0;
        while (length < text.Length && KindAt(text[length..], out var size) == kind)
        {
            last = size;
            length += size;
        }

        return length;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, out int size)
    {
        Rune.DecodeFromUtf16(text, out var rune, out size);
        return Rune.IsWhiteSpace(rune) ? Kind.Space
            : Rune.IsLetter(rune) ? Kind.Letter
            : Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.DecimalDigitNumber
                    or UnicodeCategory.LetterNumber
                    or UnicodeCategory.OtherNumber
                ? Kind.Number
            : Kind.Other;
    }
}
