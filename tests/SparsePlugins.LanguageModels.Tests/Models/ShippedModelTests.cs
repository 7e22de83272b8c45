using static TorchSharp.torch;

namespace SparsePlugins.LanguageModels.Tests.Models;

/// <summary>The model of <c>experiments/language-model</c>.</summary>
public sealed class ShippedModelTests : TorchTest
{
    private const double OfFiveGram = 2.8916; // Of the same predictions, by tests/SparsePlugins.SmallModel.
    private const double OnItsCard = 2.798;

    private static readonly string Folder = Path.Combine(Repository.Root, "experiments", "language-model");

    [Fact]
    [Trait("Category", "Long")]
    public void It_has_the_loss_that_its_card_says_and_beats_a_five_gram_model()
    {
        var tokenizer = TokenizerReader.Read(Path.Combine(Folder, "model", "tokenizer.json"));
        var documents = TextFiles
            .Read(Path.Combine(Folder, "data", "held-out.txt.gz"))
            .Select((text, i) => (i, tokenizer.Encode(text).ToArray()));
        var texts = PackedTexts.Create(documents, 128, endOfText: 0, beginning: 0);

        var loss = LossOn(texts);

        Assert.Equal(458_368, texts.Count * texts.Length);
        Assert.Equal(OnItsCard, loss, 3);
        Assert.True(loss < OfFiveGram);
    }

    private static double LossOn(PackedTexts texts)
    {
        using var model = DecoderModel.Load(Path.Combine(Folder, "model"), CPU);
        var sum = 0.0;
        for (var first = 0; first < texts.Count; first += 16)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(16, texts.Count - first);
            var tokens = tensor(texts.Tokens(first, count).ToArray(), ScalarType.Int64).reshape(count, texts.Length);
            sum += NextTokenLoss.Compute(model.Logits(tokens), tokens).sum().item<float>();
        }

        return sum / (texts.Count * (texts.Length - 1));
    }
}
