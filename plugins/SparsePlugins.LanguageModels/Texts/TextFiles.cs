using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace SparsePlugins.LanguageModels;

/// <summary>The documents of text files: .txt and .jsonl, both also compressed as .gz, and .parquet.</summary>
internal static class TextFiles
{
    /// <summary>Whether a file is read as text.</summary>
    public static bool IsText(string file) => ParquetTexts.IsParquet(file) || Kind(file) is ".txt" or ".jsonl";

    /// <summary>The documents of a file, in its order; empty ones are left out.</summary>
    /// <param name="file">A text file.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static IEnumerable<string> Read(string file) =>
        (ParquetTexts.IsParquet(file) ? ParquetTexts.Read(file) : ReadLines(file)).Where(document => document.Length > 0);

    private static IEnumerable<string> ReadLines(string file)
    {
        using var stream = File.OpenRead(file);
        using var content = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(stream, CompressionMode.Decompress)
            : (Stream)stream;
        using var reader = new StreamReader(content, Encoding.UTF8);
        foreach (var document in Kind(file) == ".jsonl" ? Lines(file, reader) : Parts(reader))
        {
            yield return document;
        }
    }

    /// <summary>Documents of a .txt file end at a line that holds a form feed or the end-of-text token alone.</summary>
    private static IEnumerable<string> Parts(TextReader reader)
    {
        var document = new StringBuilder();
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim(' ') is "\f" or "<|endoftext|>")
            {
                yield return document.ToString();
                document.Clear();
                continue;
            }

            document.Append(document.Length > 0 ? "\n" : "").Append(line);
        }

        yield return document.ToString();
    }

    private static IEnumerable<string> Lines(string file, TextReader reader)
    {
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > 0)
            {
                yield return TextOf(file, number, line);
            }
        }
    }

    private static string TextOf(string file, int number, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("text").GetString()!;
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(
                $"{file}:{number}: must be a JSON object with the document in \"text\"; write one object a line"
            );
        }
    }

    private static string Kind(string file)
    {
        var isCompressed = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        return Path.GetExtension(isCompressed ? file[..^3] : file).ToLowerInvariant();
    }
}
