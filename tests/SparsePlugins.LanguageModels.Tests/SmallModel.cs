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

    /// <summary>Its only special token.</summary>
    public static SpecialTokens Special => new(756, 756);

    /// <summary>What options mean.</summary>
    public static ModelTexts Texts(LanguageModelOptions options) => new(options, Files(options));

    /// <summary>What options record, in files of a size.</summary>
    public static ActivationRecording Recording(LanguageModelOptions options, long shardBytes) =>
        new(options, Files(options), Texts(options), HookPoint.Parse(options.Hook)) { ShardBytes = shardBytes };

    private static ModelFiles Files(LanguageModelOptions options) => new(options.Model, "language-model");
}
