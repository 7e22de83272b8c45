namespace SparsePlugins.LanguageModels;

/// <summary>The texts that a source's options mean, as tokens of its model.</summary>
/// <param name="options">Of the source.</param>
/// <param name="files">Of the model.</param>
internal sealed class ModelTexts(LanguageModelOptions options, ModelFiles files)
{
    /// <summary>The sizes of the model.</summary>
    /// <exception cref="InvalidDataException">It was made for shorter contexts.</exception>
    public ModelSizes Sizes()
    {
        var sizes = ModelSizes.Read(files.Folder);
        return options.Context <= sizes.Context
            ? sizes
            : throw new InvalidDataException(
                $"{Path.Combine(files.Folder, "config.json")}: the model was made for {sizes.Context} tokens, fewer than context, {options.Context}; take a shorter one"
            );
    }

    /// <summary>What is given of them.</summary>
    /// <param name="hook">Where rows are from.</param>
    /// <exception cref="InvalidDataException"><c>config.json</c> names no end-of-text token.</exception>
    public GivenRows Rows(HookPoint hook) =>
        new(hook, SpecialTokens.Read(ModelConfig.Read(files.Folder)), options.SpecialTokens, options.SkipPositions, options.Precision);

    /// <summary>Reads the texts.</summary>
    /// <param name="special">Ends documents, and begins contexts.</param>
    /// <param name="cancellation">Looked at after each document.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, or there is too little text.</exception>
    public SplitTexts Read(SpecialTokens special, CancellationToken cancellation)
    {
        var documents = TokenDocuments.Read(
            options.Text,
            () => TokenizerReader.Read(files.Tokenizer),
            special.End,
            options.Tokens,
            cancellation
        );
        return SplitTexts.Create(
            documents,
            options.HeldOut,
            some => PackedTexts.Create(some, options.Context, special.End, options.PrependBos ? special.Beginning : null)
        );
    }
}
