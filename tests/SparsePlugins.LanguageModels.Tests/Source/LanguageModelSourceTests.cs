using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Source;

/// <summary>On the small model.</summary>
public sealed class LanguageModelSourceTests : SourceConformance
{
    private const int End = 756;

    protected override int Rows => 100;

    /// <summary>Texts that begin alike have equal rows there, so beginnings are left out.</summary>
    protected override IActivationSource Create() => new LanguageModelSource(SmallModel.Options with { SkipPositions = 20 });

    [Fact]
    public void Rows_are_the_activations_of_the_texts_without_those_of_special_tokens()
    {
        using var scope = NewDisposeScope();
        using var context = ToyProblem.Context();
        using var stream = new LanguageModelSource(SmallModel.Options).Open(context);
        var texts = Texts(context);
        var special = texts.Tokens(0, texts.Count).Count(End);
        Assert.True(special > texts.Count); // Some documents end within a text.
        Assert.Equal((texts.Count * 32) - special, stream.RowCount(DataSplit.Evaluation));

        using var model = DecoderModel.Load(SmallModel.ModelFolder, CPU);
        var tokens = tensor(texts.Tokens(0, texts.Count).ToArray(), ScalarType.Int64).reshape(texts.Count, 32);
        var kept = tokens.reshape(-1).ne(End).nonzero().flatten();
        var expected = model.Activations(tokens, HookPoint.Parse(SmallModel.Options.Hook)).index_select(0, kept); // [R, D]
        var given = stream.Batch(DataSplit.Evaluation, 0, (int)stream.RowCount(DataSplit.Evaluation)!.Value);
        ModelFixture.AssertClose(Sorted(expected), Sorted(given));
        Assert.False(given.eq(expected).all().item<bool>()); // In another order.

        static Tensor Sorted(Tensor rows) => rows.to(ScalarType.Float64).square().sum(dim: 1).sort().Item1;
    }

    [Fact]
    public void Special_tokens_are_given_where_asked_for_and_first_positions_left_out()
    {
        using var context = ToyProblem.Context();
        var count = Texts(context).Count;
        Assert.Equal(count * 32, Count(SmallModel.Options with { SpecialTokens = true }));
        Assert.Equal(count * 28, Count(SmallModel.Options with { SpecialTokens = true, SkipPositions = 4 }));

        long? Count(LanguageModelOptions options)
        {
            using var stream = new LanguageModelSource(options).Open(context);
            return stream.RowCount(DataSplit.Evaluation);
        }
    }

    [Fact]
    public void Held_out_texts_are_the_same_for_every_seed()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Sum(1), Sum(2), 1e-3);

        static double Sum(ulong seed)
        {
            using var context = ToyProblem.Context(seed);
            using var stream = new LanguageModelSource(SmallModel.Options).Open(context);
            return stream
                .Batch(DataSplit.Evaluation, 0, (int)stream.RowCount(DataSplit.Evaluation)!.Value)
                .to(ScalarType.Float64)
                .sum()
                .item<double>();
        }
    }

    [Theory]
    [InlineData("blocks.0.hook_attn_out", 32)]
    [InlineData("blocks.0.attn.hook_z", 32)]
    [InlineData("blocks.1.mlp.hook_post", 128)]
    public void The_width_is_that_of_the_hook(string hook, int width)
    {
        using var context = ToyProblem.Context();
        var source = new LanguageModelSource(SmallModel.Options with { Hook = hook });
        using var stream = source.Open(context);
        using var batch = stream.Batch(DataSplit.Training, 0, 5);
        Assert.Equal(width, source.ActivationDim);
        Assert.Equal([5, width], batch.shape);
    }

    private static PackedTexts Texts(ComponentContext context) =>
        SplitTexts
            .Create(
                TokenDocuments.Read(
                    SmallModel.Options.Text,
                    () => TokenizerReader.Read(Path.Combine(SmallModel.ModelFolder, "tokenizer.json")),
                    End,
                    SmallModel.Options.Tokens,
                    context.Cancellation
                ),
                SmallModel.Options.HeldOut,
                documents => PackedTexts.Create(documents, 32, End, End)
            )
            .HeldOut;
}
