using SparsePlugins.SmallModel;

namespace SparsePlugins.LanguageModels.Tests.Models;

/// <summary>The model of <c>experiments/language-model</c>, measured as the program measured it that trained it.</summary>
public sealed class ShippedModelTests : TorchTest
{
    private const double OfFiveGram = 2.8916; // Of the same predictions, by tests/SparsePlugins.SmallModel.
    private const double OnItsCard = 2.7978;

    private static readonly string Folder = Path.Combine(Repository.Root, "experiments", "language-model");

    [Fact]
    [Trait("Category", "Long")]
    public void It_has_the_loss_that_its_card_says_and_beats_a_five_gram_model()
    {
        var model = Path.Combine(Folder, "model");
        var documents = TextFiles.Read(Path.Combine(Folder, "data", "held-out.txt.gz"));
        var texts = Corpus.Pack(documents, TokenizerReader.Read(Path.Combine(model, "tokenizer.json")), length: 128);

        var loss = Validation.OfModel(model, texts);

        Assert.Equal(458_368, texts.Count * texts.Length);
        Assert.Equal(OnItsCard, loss, 3);
        Assert.True(loss < OfFiveGram);
        Assert.Contains($"| this model | **{OnItsCard}** |", File.ReadAllText(Path.Combine(model, "README.md")), StringComparison.Ordinal);
    }
}
