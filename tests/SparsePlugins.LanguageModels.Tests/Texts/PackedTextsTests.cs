namespace SparsePlugins.LanguageModels.Tests.Texts;

public sealed class PackedTextsTests
{
    private static readonly (int, int[])[] Documents = [(3, [10, 11, 12]), (5, [20, 21, 22, 23])];

    [Fact]
    public void Documents_follow_each_other_with_an_end_of_text_token_after_each()
    {
        var texts = PackedTexts.Create(Documents, length: 4, endOfText: 0, beginning: null);
        Assert.Equal([10, 11, 12, 0, 20, 21, 22, 23], texts.Tokens(0, texts.Count));
        Assert.Equal([3, 3, 3, 3, 5, 5, 5, 5], Enumerable.Range(0, 8).Select(texts.Document));
    }

    [Fact]
    public void Every_text_begins_with_the_beginning_token_and_a_rest_is_left_out()
    {
        var texts = PackedTexts.Create(Documents, length: 4, endOfText: 0, beginning: 1);
        Assert.Equal(3, texts.Count);
        Assert.Equal([1, 10, 11, 12, 1, 0, 20, 21, 1, 22, 23, 0], texts.Tokens(0, 3));
        Assert.Equal([-1, 3, 3, 3, -1, 3, 5, 5, -1, 5, 5, 5], Enumerable.Range(0, 12).Select(texts.Document));
        Assert.Equal([1, 0, 20, 21], texts.Tokens(1, 1));
        Assert.Equal([1, 10, 11, 12], texts.Take(1).Tokens(0, 1));
    }

    [Fact]
    public void No_document_is_in_both_splits_and_every_one_is_in_one()
    {
        var documents = Enumerable.Range(0, 50).Select(number => new[] { number, number }).ToList();
        var split = SplitTexts.Create(documents, 0.2, some => PackedTexts.Create(some, 3, endOfText: 99, beginning: null));
        var (training, heldOut) = (Numbers(split.Training), Numbers(split.HeldOut));
        Assert.Equal((40, 10), (training.Count, heldOut.Count));
        Assert.Equal(Enumerable.Range(0, 50), training.Concat(heldOut).Order());
        Assert.NotEqual(Enumerable.Range(0, 10), heldOut.Order());

        static List<int> Numbers(PackedTexts texts) => [.. texts.Tokens(0, texts.Count).ToArray().Where(token => token != 99).Distinct()];
    }
}
