using SparsePlugins.Contracts;

namespace SparsePlugins.LanguageModels;

/// <summary>Activations of a language model that runs here, over text or token ids.</summary>
/// <remarks>
/// Source: hooks and their names: N. Nanda, J. Bloom, "TransformerLens", 2022; packing as in SAELens (decoderesearch/SAELens).
/// Models: gpt2, gpt_neo (TinyStories), gpt_neox (Pythia), llama and qwen2, in float32. Tokenizers: byte-level ones of GPT-2's kind.
/// Held-out documents are the same for every seed, and no text has tokens of both splits. Every epoch visits every training row exactly once, in an order
/// drawn over all of them from the seed and the epoch's number. Contexts that begin alike have equal activations there, in both splits;
/// <c>skip_positions</c> leaves them out.
/// Departures: activations are those of the start of a run, kept in memory; nothing is mixed in a buffer.
/// </remarks>
[Component("language-model")]
public sealed class LanguageModelSource : IActivationSource, ILanguageModelSource
{
    private readonly LanguageModelOptions _options;
    private readonly ModelFiles _files;
    private readonly HookPoint _hook;

    /// <summary>Keeps the options; no file is read yet.</summary>
    /// <param name="options">Which model, hook and text.</param>
    /// <exception cref="ArgumentException">The model's files aren't those of one model, the hook is none, or no text is named.</exception>
    public LanguageModelSource(LanguageModelOptions options)
    {
        _options = options;
        _files = new ModelFiles(options.Model);
        _hook = HookPoint.Parse(options.Hook);
        if (options.Text.Count == 0)
        {
            throw new ArgumentException("language-model: text must name at least one file");
        }
    }

    /// <summary>D, from the model's headers alone.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the model has no such hook.</exception>
    public int ActivationDim
    {
        get
        {
            _files.RequireWeights();
            return Sizes().WidthAt(_hook);
        }
    }

    /// <summary>Reads model and text, and harvests all activations.</summary>
    /// <param name="context">Its seed draws the order of the rows.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, or there is too little text.</exception>
    public IActivationStream Open(ComponentContext context)
    {
        Sizes();
        var special = ReadSpecialTokens();
        var texts = ReadTexts(special, context.Cancellation);
        using var model = _files.Load(context.Device);
        var harvest = new Harvest(model, _hook, IsGiven(special), context.Cancellation);
        var training = harvest.Run(texts.Training);
        try
        {
            return new LanguageModelStream(training, harvest.Run(texts.HeldOut), context);
        }
        catch
        {
            training.Dispose();
            throw;
        }
    }

    /// <summary>Reads model and text again, and keeps the model.</summary>
    /// <param name="context">Where it runs.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, or there is too little text.</exception>
    public ILanguageModel OpenModel(ComponentContext context)
    {
        var special = ReadSpecialTokens();
        var texts = ReadTexts(special, context.Cancellation).HeldOut;
        return new HeldOutModel(
            _files.Load(context.Device),
            _hook,
            texts,
            IsGiven(special),
            token => !special.Contains(token),
            context.Cancellation
        );
    }

    private SpecialTokens ReadSpecialTokens() => SpecialTokens.Read(ModelConfig.Read(_files.Folder));

    private Func<int, int, bool> IsGiven(SpecialTokens special) =>
        (token, position) => position >= _options.SkipPositions && (_options.SpecialTokens || !special.Contains(token));

    private SplitTexts ReadTexts(SpecialTokens special, CancellationToken cancellation)
    {
        var documents = TokenDocuments.Read(
            _options.Text,
            () => TokenizerReader.Read(_files.Tokenizer),
            special.End,
            _options.Tokens,
            cancellation
        );
        return SplitTexts.Create(
            documents,
            _options.HeldOut,
            some => PackedTexts.Create(some, _options.Context, special.End, _options.PrependBos ? special.Beginning : null)
        );
    }

    private ModelSizes Sizes()
    {
        var sizes = ModelSizes.Read(_files.Folder);
        return _options.Context <= sizes.Context
            ? sizes
            : throw new InvalidDataException(
                $"{Path.Combine(_files.Folder, "config.json")}: the model was made for {sizes.Context} tokens, fewer than context, {_options.Context}; take a shorter one"
            );
    }
}
