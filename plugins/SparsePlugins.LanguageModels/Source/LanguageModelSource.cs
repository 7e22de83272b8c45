using SparsePlugins.Contracts;

namespace SparsePlugins.LanguageModels;

/// <summary>Activations of a language model that runs here, over text or token ids.</summary>
/// <remarks>
/// Source: hooks and their names: N. Nanda, J. Bloom, "TransformerLens", 2022; packing as in SAELens (decoderesearch/SAELens).
/// Models: gpt2, gpt_neo (TinyStories), gpt_neox (Pythia), llama and qwen2, in float32. Tokenizers: byte-level ones of GPT-2's kind.
/// Held-out documents are the same for every seed, and no text has tokens of both splits. Every epoch visits every training row exactly once, in an order
/// drawn over all of them from the seed and the epoch's number. Contexts that begin alike have equal activations there, in both splits;
/// <c>skip_positions</c> leaves them out.
/// Activations are computed once and kept in files that Python reads, too: safetensors with the rows, and the document, the position and the token of
/// each. Processes that need the same at a time share the work, and what was written before an interruption stays.
/// Departures: nothing is mixed in a buffer.
/// </remarks>
[Component("language-model")]
public sealed class LanguageModelSource : IActivationSource, ILanguageModelSource, IRecordingSource
{
    private readonly LanguageModelOptions _options;
    private readonly ModelFiles _files;
    private readonly ModelTexts _texts;
    private readonly HookPoint _hook;

    /// <summary>Keeps the options; no file is read yet.</summary>
    /// <param name="options">Which model, hook and text.</param>
    /// <exception cref="ArgumentException">The model's files aren't those of one model, the hook is none, or no text is named.</exception>
    public LanguageModelSource(LanguageModelOptions options)
    {
        _options = options;
        _files = new ModelFiles(options.Model, "language-model");
        _texts = new ModelTexts(options, _files);
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
            _files.RequireAll();
            return _texts.Sizes().WidthAt(_hook);
        }
    }

    /// <summary>Opens the recorded activations, which are recorded before where they aren't; or, in memory, computes them.</summary>
    /// <param name="context">Its seed draws the order of the rows.</param>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, there is too little text, or no room.</exception>
    public IActivationStream Open(ComponentContext context)
    {
        _texts.Sizes();
        if (_options.Cache == ActivationCache.Memory)
        {
            var rows = _texts.Rows(_hook);
            var texts = _texts.Read(rows.Special, context.Cancellation);
            using var model = _files.Load(context.Device);
            var harvest = new Harvest(model, _hook, _options.Precision, context.Cancellation);
            return LanguageModelStream.Open(
                () => harvest.Run(texts.Training, rows.Kept),
                () => harvest.Run(texts.HeldOut, rows.Kept),
                context
            );
        }

        var (index, _) = Recorded(context);
        return LanguageModelStream.Open(() => new RowsInFiles(index.Training), () => new RowsInFiles(index.HeldOut), context);
    }

    /// <inheritdoc/>
    public Recording Record(ComponentContext context)
    {
        var width = _texts.Sizes().WidthAt(_hook);
        if (_options.Cache == ActivationCache.Memory)
        {
            return new Recording("", [], 0, width, 0, 0);
        }

        var (index, written) = Recorded(context);
        string[] files = [.. index.Training, .. index.HeldOut];
        using var rows = new RowsInFiles(files);
        var bytes = files.Sum(file => new FileInfo(file).Length);
        return new Recording(Path.GetDirectoryName(files[0])!, files, rows.Count, width, bytes, written);
    }

    /// <summary>Reads model and text again, and keeps the model.</summary>
    /// <param name="context">Where it runs.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, or there is too little text.</exception>
    public ILanguageModel OpenModel(ComponentContext context)
    {
        var rows = _texts.Rows(_hook);
        return SourceModel.Open(_files, rows, () => _texts.Read(rows.Special, context.Cancellation), context);
    }

    private (RecordingIndex Index, int Written) Recorded(ComponentContext context) =>
        new ActivationRecording(_options, _files, _texts, _hook).Ensure(context);
}
