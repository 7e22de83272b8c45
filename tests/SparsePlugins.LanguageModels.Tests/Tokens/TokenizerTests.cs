using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SparsePlugins.LanguageModels.Tests.Tokens;

/// <summary>Tokens are those of another library, see the README of the fixtures.</summary>
public sealed class TokenizerTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "fixtures", "tokenizers");

    [Theory]
    [InlineData("gpt2-form")]
    [InlineData("neox-form")]
    public void The_tokens_of_2000_lines_are_those_of_the_other_library(string name)
    {
        var tokenizer = TokenizerReader.Read(Path.Combine(Folder, $"{name}.json"));
        var lines = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(Folder, "lines.json")))!;
        var expected = File.ReadAllText(Path.Combine(Folder, $"{name}.ids.txt")).TrimEnd('\n').Split('\n');
        Assert.Equal(2000, lines.Length);
        Assert.Equal(2000, expected.Length);

        var compared = Enumerable.Range(0, lines.Length).Where(i => isCompared(lines[i])).ToList();
        Assert.True(compared.Count > 1600);

        Assert.All(compared, i => Assert.Equal(expected[i], string.Join(' ', tokenizer.Encode(lines[i]).Select(Show))));

        // Characters that normalization may change are refused.
        bool isCompared(string line) => name == "gpt2-form" || CanonicalForm.FindDoubtful(line) is null;
        static string Show(int token) => token.ToString(CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("\u00e9 \u0928\u0940 \ud55c", null)]
    [InlineData("e\u0301", 0x301)]
    [InlineData("\u212b", 0x212b)]
    [InlineData("\u1112\u1161", 0x1161)]
    [InlineData("\u0e01\u0e49\u0e38", 0xe38)]
    public void Text_that_NFC_may_change_is_refused_and_other_text_is_not(string text, int? found)
    {
        Assert.Equal(found, CanonicalForm.FindDoubtful(text)?.Value);
        var tokenizer = TokenizerReader.Read(Path.Combine(Folder, "neox-form.json"));
        if (found is { } value)
        {
            Assert.Equal(
                $"the text holds U+{value:X4}, which the tokenizer's normalizer NFC may change and this program can't; "
                    + "give the text's token ids instead, as .npy or .safetensors",
                Assert.Throws<InvalidDataException>(() => tokenizer.Encode(text)).Message
            );
        }
        else
        {
            Assert.NotEmpty(tokenizer.Encode(text));
        }
    }

    [Fact]
    public void Words_make_up_the_text_and_the_last_of_several_spaces_goes_with_the_word()
    {
        const string text = "I'll  go,\n\n  \ud835\udc9c2nd ";
        Assert.Equal(["I", "'ll", " ", " go", ",", "\n\n ", " \ud835\udc9c", "2", "nd", " "], GptWords.Split(text));
    }

    [Theory]
    [InlineData("model.type", "\"WordPiece\"", "model.type must be BPE, is 'WordPiece'")]
    [InlineData("model.byte_fallback", "true", "model.byte_fallback must be false, is 'True'")]
    [InlineData("normalizer", "{\"type\":\"Lowercase\"}", "normalizer.type must be NFC, is 'Lowercase'")]
    [InlineData("pre_tokenizer", "null", "has no pre_tokenizer; it must be of type ByteLevel")]
    [InlineData("pre_tokenizer.type", "\"Sequence\"", "pre_tokenizer.type must be ByteLevel, is 'Sequence'")]
    [InlineData("pre_tokenizer.add_prefix_space", "true", "pre_tokenizer.add_prefix_space must be false, is 'True'")]
    [InlineData("model.merges", "[\"a b c\"]", "has the merge 'a b c', which is no pair")]
    [InlineData("model.vocab", "{}", "must have '\u0100' in model.vocab, as every byte and every merge is a token")]
    public void Another_kind_of_tokenizer_is_refused(string key, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "gpt2-form.json")))!;
        var parts = key.Split('.');
        (parts.Length == 2 ? json[parts[0]]! : json)[parts[^1]] = JsonNode.Parse(value);
        var file = folder.Write("tokenizer.json", json.ToJsonString());
        Assert.Equal(
            $"{file}: {message}; tokenize the text with the model's own tokenizer in Python and give its ids, as .npy or .safetensors",
            Assert.Throws<InvalidDataException>(() => TokenizerReader.Read(file)).Message
        );
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"model\":{\"type\":3}}")]
    public void A_file_that_is_no_tokenizer_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("tokenizer.json", text);
        var refusal = Assert.Throws<InvalidDataException>(() => TokenizerReader.Read(file)).Message;
        Assert.StartsWith($"{file}: is no tokenizer.json as Hugging Face's tokenizers write it (", refusal, StringComparison.Ordinal);
        Assert.EndsWith("); copy it again", refusal, StringComparison.Ordinal);
    }
}
