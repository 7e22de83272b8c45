namespace SparsePlugins.LanguageModels.Tests;

/// <summary>The small model with a tokenizer, and the text beside it, of <c>tests/fixtures/language-model</c>.</summary>
internal static class SmallModel
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "fixtures", "language-model");

    /// <summary>20 documents.</summary>
    public static string Addresses => Path.Combine(Folder, "addresses.txt");

    /// <summary>The model's folder.</summary>
    public static string ModelFolder => Path.Combine(Folder, "model");

    /// <summary>Options that harvest a few thousand rows.</summary>
    public static LanguageModelOptions Options =>
        new()
        {
            Model = [.. Directory.GetFiles(ModelFolder).Order()],
            Hook = "blocks.1.hook_resid_post",
            Text = [Addresses],
            Context = 32,
            Tokens = 8000,
            HeldOut = 0.3,
        };
}
