using SparsePlugins.LanguageModels;

namespace SparsePlugins.SmallModel;

/// <summary>Documents, a tenth of which (every tenth, from the sixth) the model never sees.</summary>
/// <param name="Training">To train on.</param>
/// <param name="HeldOut">Those that it never sees.</param>
internal sealed record Corpus(IReadOnlyList<string> Training, IReadOnlyList<string> HeldOut)
{
    /// <summary>Reads a file.</summary>
    public static Corpus Read(string file)
    {
        var documents = TextFiles
            .Read(file)
            .Select((text, number) => (text, number))
            .ToLookup(one => one.number % 10 == 5, one => one.text);
        return new Corpus([.. documents[false]], [.. documents[true]]);
    }

    /// <summary>Texts of one length.</summary>
    public static PackedTexts Pack(IEnumerable<string> documents, ByteLevelTokenizer tokenizer, int length) =>
        PackedTexts.Create(
            documents.Select((text, number) => (number, tokenizer.Encode(text).ToArray())),
            length,
            TokenizerFile.EndOfText,
            TokenizerFile.EndOfText
        );
}
