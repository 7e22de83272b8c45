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

    /// <summary>Reads the texts.</summary>
    /// <param name="cancellation">Looked at after each document.</param>
    /// <returns>The splits, and which of their rows are given.</returns>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, or there is too little text.</exception>
    public (SplitTexts Texts, KeptRows Kept) Read(CancellationToken cancellation)
    {
        var special = ReadSpecialTokens();
        return (Split(special, cancellation), new KeptRows(IsGiven(special)));
    }

    /// <summary>A model with its texts.</summary>
    /// <param name="model">Disposed with what is returned, or at once where the texts can't be read.</param>
    /// <param name="hook">Where activations are replaced.</param>
    /// <param name="cancellation">Looked at between passes.</param>
    public SourceModel OpenModel(DecoderModel model, HookPoint hook, CancellationToken cancellation)
    {
        try
        {
            var special = ReadSpecialTokens();
            var (training, heldOut) = Split(special, cancellation);
            var given = new KeptRows(IsGiven(special));
            return new SourceModel(
                new HeldOutModel(model, hook, heldOut, IsGiven(special), IsScored, cancellation),
                new RowScorer(model, hook, training, given, IsScored, cancellation),
                new HeldOutText(model, hook, heldOut, given, options.Precision, () => TokenTexts.Read(files.TokenizerIfNamed))
            );

            bool IsScored(int token) => !special.Contains(token);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private SplitTexts Split(SpecialTokens special, CancellationToken cancellation)
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

    private SpecialTokens ReadSpecialTokens() => SpecialTokens.Read(ModelConfig.Read(files.Folder));

    private Func<int, int, bool> IsGiven(SpecialTokens special) =>
        (token, position) => position >= options.SkipPositions && (options.SpecialTokens || !special.Contains(token));
}
