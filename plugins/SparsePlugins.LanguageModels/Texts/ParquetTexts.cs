using Parquet;
using Parquet.Schema;

namespace SparsePlugins.LanguageModels;

/// <summary>The documents of Apache Parquet files, as the Hugging Face hub keeps them: the column <c>text</c>.</summary>
internal static class ParquetTexts
{
    private const string Column = "text";

    /// <summary>Whether a file is read as Parquet.</summary>
    public static bool IsParquet(string file) => file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <summary>The documents of a file, in its order; one row group is in memory at a time.</summary>
    /// <param name="file">A Parquet file.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or has no column of strings with that name.</exception>
    public static IEnumerable<string> Read(string file)
    {
        using var stream = File.OpenRead(file);
        var reader = Try(file, () => ParquetReader.CreateAsync(stream));
        var field =
            reader.Schema.GetDataFields().FirstOrDefault(field => field.Path.ToString() == Column && IsText(field))
            ?? throw new InvalidDataException($"{file}: must have a column \"{Column}\" of strings; rename the column of the documents");
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            foreach (var document in Try(file, () => ReadAsync(reader, group, field)))
            {
                yield return document ?? "";
            }
        }
    }

    private static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    private static async Task<string?[]> ReadAsync(ParquetReader reader, int group, DataField field)
    {
        using var rows = reader.OpenRowGroupReader(group);
        var documents = new string?[rows.RowCount];
        await rows.ReadAsync(field, documents.AsMemory()).ConfigureAwait(false);
        return documents;
    }

    /// <summary>Of a damaged file the library throws whatever its parser meets.</summary>
    private static T Try<T>(string file, Func<Task<T>> read)
    {
        try
        {
            return Task.Run(read).GetAwaiter().GetResult();
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            throw new InvalidDataException($"{file}: can't be read as Parquet: {damage.Message}; write it again", damage);
        }
    }
}
