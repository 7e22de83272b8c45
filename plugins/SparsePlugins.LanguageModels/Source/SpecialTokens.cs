namespace SparsePlugins.LanguageModels;

/// <summary>The tokens that begin and end texts.</summary>
/// <param name="Beginning">What a context begins with.</param>
/// <param name="End">What ends a document.</param>
internal sealed record SpecialTokens(int Beginning, int End)
{
    /// <summary>Reads them from <c>config.json</c>.</summary>
    /// <param name="config">The model's settings.</param>
    /// <exception cref="InvalidDataException">There is no end-of-text token.</exception>
    public static SpecialTokens Read(ModelConfig config)
    {
        var end = config.Token("eos_token_id") ?? throw config.Refuse("eos_token_id", "must be the token that ends a document");
        return new SpecialTokens(config.Token("bos_token_id") ?? end, end);
    }

    /// <summary>Whether a token is one of them.</summary>
    public bool Contains(int token) => token == Beginning || token == End;
}
