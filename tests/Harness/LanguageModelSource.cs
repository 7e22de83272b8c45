namespace SparsePlugins.Tests;

/// <summary>The source of a manifest whose rows are activations of the small model of <c>tests/fixtures/language-model</c>.</summary>
internal static class LanguageModelSource
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "fixtures", "language-model");

    /// <summary>The value of the key <c>source</c>.</summary>
    /// <param name="tokens">Rows for training and evaluation.</param>
    /// <param name="option">A further option of the source, as <c>name: value</c>; empty for none.</param>
    /// <param name="inputs">Further keys beside <c>with</c>, such as <c>center: mean</c>; empty for none.</param>
    public static string Of(int tokens, string option = "", string inputs = "") =>
        $"{{ use: language-model, with: {{ model: [{Folder}/model/*.json, {Folder}/model/*.safetensors], hook: blocks.0.hook_resid_post, "
        + $"text: [{Folder}/addresses.txt], context: 32, tokens: {tokens}{Further(option)} }}{Further(inputs)} }}";

    private static string Further(string keys) => keys.Length > 0 ? ", " + keys : "";
}
