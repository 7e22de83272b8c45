namespace SparsePlugins.LanguageModels;

/// <summary>The documents of some files as tokens.</summary>
internal static class TokenDocuments
{
    /// <summary>Reads documents until they have enough tokens.</summary>
    /// <param name="files">Texts and token ids, in this order.</param>
    /// <param name="tokenizer">Makes tokens of texts; asked for at the first text.</param>
    /// <param name="endOfText">The token where documents of token ids end.</param>
    /// <param name="most">Tokens after which no further document is read.</param>
    /// <param name="cancellation">Looked at after each document.</param>
    /// <returns>None of them empty, and none with that token.</returns>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be.</exception>
    public static List<int[]> Read(
        IReadOnlyList<string> files,
        Func<ByteLevelTokenizer> tokenizer,
        int endOfText,
        long most,
        CancellationToken cancellation
    )
    {
        var lazy = new Lazy<ByteLevelTokenizer>(tokenizer);
        var documents = new List<int[]>();
        var count = 0L;
        foreach (var document in files.SelectMany(file => ReadFile(file, lazy, endOfText)))
        {
            cancellation.ThrowIfCancellationRequested();
            documents.Add(document);
            count += document.Length;
            if (count >= most)
            {
                break;
            }
        }

        return documents;
    }

    private static IEnumerable<int[]> ReadFile(string file, Lazy<ByteLevelTokenizer> tokenizer, int endOfText)
    {
        if (TokenFile.IsTokens(file))
        {
            return TokenFile.Open(file).Rows().SelectMany(row => Split(row, endOfText));
        }

        return TextFiles.IsText(file)
            ? TextFiles.Read(file).SelectMany((text, i) => Split(Encode(file, i, text, tokenizer.Value), endOfText))
            : throw new InvalidDataException(
                $"{file}: must be .txt or .jsonl (also with .gz) or .parquet, or token ids as .npy, .safetensors or .bin; convert it to one of these"
            );
    }

    private static int[] Encode(string file, int index, string text, ByteLevelTokenizer tokenizer)
    {
        try
        {
            return [.. tokenizer.Encode(text)];
        }
        catch (InvalidDataException fault)
        {
            throw new InvalidDataException($"{file}: document {index + 1}: {fault.Message}");
        }
    }

    private static IEnumerable<int[]> Split(int[] tokens, int endOfText)
    {
        for (var start = 0; start < tokens.Length; )
        {
            var end = Array.IndexOf(tokens, endOfText, start);
            end = end < 0 ? tokens.Length : end;
            if (end > start)
            {
                yield return tokens[start..end];
            }

            start = end + 1;
        }
    }
}
