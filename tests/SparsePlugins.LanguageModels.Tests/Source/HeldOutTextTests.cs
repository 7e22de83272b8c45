using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Source;

/// <summary>What people read of a model: texts of tokens, contexts with their rows, and what directions do to logits.</summary>
public sealed class HeldOutTextTests : TorchTest
{
    private const int End = 756;
    private static readonly HookPoint Hook = HookPoint.Parse(SmallModel.Options.Hook);

    [Fact]
    public void The_texts_of_the_tokens_of_a_text_are_the_text()
    {
        const string Text = "Fellow citizens, the naïve façade — 12 % \t and 🙂!\n";
        var file = Path.Combine(SmallModel.ModelFolder, "tokenizer.json");
        var (tokens, texts) = (TokenizerReader.Read(file).Encode(Text), TokenTexts.Read(file));
        Assert.DoesNotContain(tokens, token => texts[token].StartsWith('['));
        Assert.StartsWith("Fellow citizens, the na", string.Concat(tokens.Select(token => texts[token])), StringComparison.Ordinal);
        Assert.Equal(["<|endoftext|>", "[70000]"], [texts[End], texts[70000]]);
        Assert.Equal("[3]", TokenTexts.Read(null)[3]);
    }

    /// <summary>The tokenizer of this model splits no ASCII text, so its bytes are those of the text.</summary>
    [Theory]
    [InlineData("the Congress of the United States, in 1841; \"so help me\"")]
    [InlineData("a  b   c\n\n\td")]
    public void Texts_of_ascii_are_kept_to_the_last_space(string text)
    {
        var file = Path.Combine(SmallModel.ModelFolder, "tokenizer.json");
        Assert.Equal(text, string.Concat(TokenizerReader.Read(file).Encode(text).Select(token => TokenTexts.Read(file)[token])));
    }

    [Fact]
    public void A_part_of_a_character_is_shown_as_its_bytes()
    {
        var file = Path.Combine(SmallModel.ModelFolder, "tokenizer.json");
        var (reader, texts) = (TokenizerReader.Read(file), TokenTexts.Read(file));
        Assert.Equal("\\xF0\\x9F\\x99\\x82", string.Concat(reader.Encode("🙂").Select(token => texts[token])));
    }

    [Fact]
    public void A_context_has_the_rows_that_the_source_gives_of_it()
    {
        using var context = Conformance.ToyProblem.Context(3);
        var source = new LanguageModelSource(SmallModel.Options with { SkipPositions = 2 });
        using var model = source.OpenModel(context);
        using var plain = DecoderModel.Load(SmallModel.ModelFolder, CPU);
        for (var number = 0; number < 3; number++)
        {
            var read = ((IReadableModel)model).ReadContext(number);
            var all = plain.Activations(tensor(read.Tokens.Select(token => (long)token).ToArray()).reshape(1, -1), Hook);
            var expected = Enumerable.Range(2, 30).Where(position => read.Tokens[position] != End).ToArray();
            Assert.Equal(expected, read.Positions);
            Assert.True(all.index_select(0, tensor(expected.Select(place => (long)place).ToArray())).allclose(read.Rows, 1e-5, 1e-5));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ((IReadableModel)model).ReadContext(model.Contexts));
    }

    [Fact]
    public void Effects_of_directions_are_sums_over_the_scaled_direction_and_a_row_of_the_unembedding()
    {
        using var model = DecoderModel.Load(SmallModel.ModelFolder, CPU);
        using var random = new Generator(5);
        var directions = randn(3, 32, generator: random);
        var effects = Text(model, "blocks.0.hook_mlp_out").Effects(directions)!;
        var gain = Assert.IsType<LayerNorm>(model.Parts.FinalNorm).Gain.data<float>().ToArray();
        var head = model.Parts.Head.Weight; // [V, D]
        Assert.Equal([3, model.Vocabulary], effects.shape);
        foreach (var (row, token) in new[] { (0, 0), (1, 300), (2, 755) })
        {
            var (direction, weights) = (directions[row].data<float>().ToArray(), head[token].data<float>().ToArray());
            var mean = direction.Average();
            var sum = Enumerable.Range(0, 32).Sum(d => (double)(direction[d] - mean) * gain[d] * weights[d]);
            Assert.Equal(sum, effects[row][token].item<float>(), 1e-4);
        }
    }

    [Theory]
    [InlineData("blocks.0.attn.hook_z")]
    [InlineData("blocks.0.mlp.hook_post")]
    public void Neurons_and_heads_have_no_direct_effect(string hook)
    {
        using var model = DecoderModel.Load(SmallModel.ModelFolder, CPU);
        Assert.Null(Text(model, hook).Effects(ones(1, 128)));
    }

    private static HeldOutText Text(DecoderModel model, string hook) =>
        new(
            model,
            HookPoint.Parse(hook),
            PackedTexts.Create([(0, [1, 2, 3])], 4, End, null),
            new KeptRows((_, _) => true),
            ActivationPrecision.Float32,
            () => TokenTexts.Read(null)
        );
}
