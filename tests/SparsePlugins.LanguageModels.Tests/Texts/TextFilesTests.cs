using System.IO.Compression;
using System.Text;

namespace SparsePlugins.LanguageModels.Tests.Texts;

public sealed class TextFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Documents_of_a_text_file_end_at_lines_of_a_form_feed_or_the_end_of_text_token() =>
        Assert.Equal(
            ["a\nb", "c <|endoftext|> d", "e"],
            TextFiles.Read(_folder.Write("a.txt", "a\nb\n\f\nc <|endoftext|> d\n <|endoftext|> \n\f\ne\n"))
        );

    [Fact]
    public void Documents_of_a_JSONL_file_are_its_lines() =>
        Assert.Equal(
            ["a\nb", "c"],
            TextFiles.Read(_folder.Write("a.jsonl", "{\"text\":\"a\\nb\",\"id\":1}\n\n{\"text\":\"\"}\n{\"text\":\"c\"}"))
        );

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{\"body\":\"a\"}")]
    [InlineData("{\"text\":3}")]
    public void A_line_without_a_document_is_refused_with_its_number(string line)
    {
        var file = _folder.Write("a.jsonl", "{\"text\":\"a\"}\n" + line);
        Assert.Equal(
            $"{file}:2: must be a JSON object with the document in \"text\"; write one object a line",
            Assert.Throws<InvalidDataException>(() => TextFiles.Read(file).ToList()).Message
        );
    }

    [Fact]
    public void Compressed_files_are_read_as_what_they_hold()
    {
        var file = _folder["a.txt.gz"];
        using (var stream = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes("é\n\f\nb"));
        }

        Assert.Equal(["é", "b"], TextFiles.Read(file));
    }

    [Fact]
    public void Documents_of_a_Parquet_file_are_its_column_of_text() =>
        Assert.Equal(["é\nb", "c", "d"], TextFiles.Read(Fixture("documents.parquet")));

    [Fact]
    public void A_Parquet_file_without_that_column_is_refused()
    {
        var file = Fixture("bodies.parquet");
        Assert.Equal(
            $"{file}: must have a column \"text\" of strings; rename the column of the documents",
            Assert.Throws<InvalidDataException>(() => TextFiles.Read(file).ToList()).Message
        );
    }

    [Theory]
    [InlineData(11)]
    public void A_damaged_Parquet_file_is_refused_wherever_it_ends(int step)
    {
        var whole = File.ReadAllBytes(Fixture("documents.parquet"));
        for (var length = 0; length < whole.Length; length += step)
        {
            var file = _folder["damaged.parquet"];
            File.WriteAllBytes(file, whole[..length]);
            Assert.StartsWith(
                file,
                Assert.Throws<InvalidDataException>(() => TextFiles.Read(file).ToList()).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public void So_it_is_after_every_byte() => A_damaged_Parquet_file_is_refused_wherever_it_ends(1);

    [Fact]
    public void Another_file_is_refused()
    {
        var file = _folder.Write("a.csv", "x");
        Assert.Equal(
            $"{file}: must be .txt or .jsonl (also with .gz) or .parquet, or token ids as .npy, .safetensors or .bin; convert it to one of these",
            Assert.Throws<InvalidDataException>(() => Read(file)).Message
        );
    }

    [Fact]
    public void Documents_are_read_until_they_have_enough_tokens()
    {
        File.WriteAllBytes(_folder["a.bin"], [1, 0, 2, 0, 9, 0, 3, 0, 9, 0, 9, 0, 4, 1]);
        Assert.Equal(
            [
                [1, 2],
                [3],
                [260],
            ],
            Read(_folder["a.bin"])
        );
        Assert.Equal(
            [
                [1, 2],
                [3],
            ],
            Read(_folder["a.bin"], most: 3)
        );
    }

    public void Dispose() => _folder.Dispose();

    private static List<int[]> Read(string file, long most = 100) =>
        TokenDocuments.Read([file], () => throw new NotSupportedException(), endOfText: 9, most, CancellationToken.None);

    private static string Fixture(string name) => Path.Combine(Repository.Root, "tests", "fixtures", "parquet", name);
}
