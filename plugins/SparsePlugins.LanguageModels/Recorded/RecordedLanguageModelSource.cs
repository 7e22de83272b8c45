using SparsePlugins.Contracts;

namespace SparsePlugins.LanguageModels;

/// <summary>Activations that <c>sparse record</c> wrote, with the model that they are of, and without the text.</summary>
/// <remarks>
/// Source: none; it gives what <c>language-model</c> gives.
/// Splits, orders of rows and contexts are those of the source <c>language-model</c> that was recorded, so a manifest trains the same dictionaries with both, bit
/// for bit, and metrics of the model are the same. The files hold all tokens that the model read, those of rows that are left out among them.
/// The model is checked by the hashes of its files, which the recording has: <c>config.json</c>, the weights, and <c>tokenizer.json</c> where it is named.
/// Departures: nothing is computed that is not recorded; a part of the files is refused.
/// </remarks>
[Component(Name)]
public sealed class RecordedLanguageModelSource : IActivationSource, ILanguageModelSource
{
    internal const string Name = "recorded-language-model";

    private readonly RecordedLanguageModelOptions _options;
    private readonly ModelFiles _model;
    private readonly HookPoint _hook;

    /// <summary>Keeps the options; no file is read yet.</summary>
    /// <param name="options">Which files, model and hook.</param>
    /// <exception cref="ArgumentException">The model's files aren't those of one model, the hook is none, or no recording is named.</exception>
    public RecordedLanguageModelSource(RecordedLanguageModelOptions options)
    {
        _options = options;
        _model = new ModelFiles(options.Model, Name);
        _hook = HookPoint.Parse(options.Hook);
        if (options.Files.Count == 0)
        {
            throw new ArgumentException($"{Name}: files must name the files of a recording; name FOLDER/*.safetensors");
        }
    }

    /// <summary>D, after all files' headers, the hook and the model were checked.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, one is missing, or model or hook aren't those of the recording.</exception>
    public int ActivationDim => Read(CancellationToken.None).Width;

    /// <summary>Opens the recorded activations.</summary>
    /// <param name="context">Its seed draws the order of the rows.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, one is missing, or model or hook aren't those of the recording.</exception>
    public IActivationStream Open(ComponentContext context)
    {
        var recording = Read(context.Cancellation);
        return LanguageModelStream.Open(
            () => new RowsInFiles(recording.Training.Select(shard => shard.File)),
            () => new RowsInFiles(recording.HeldOut.Select(shard => shard.File)),
            context
        );
    }

    /// <summary>Reads the model, and the contexts that were recorded.</summary>
    /// <param name="context">Where it runs.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, one is missing, or model or hook aren't those of the recording.</exception>
    public ILanguageModel OpenModel(ComponentContext context)
    {
        var recording = Read(context.Cancellation);
        var special = SpecialTokens.Read(ModelConfig.Read(_model.Folder));
        return SourceModel.Open(_model, recording.Header.Rows(special), recording.ReadTexts, context);
    }

    private WholeRecording Read(CancellationToken cancellation)
    {
        var recording = WholeRecording.Read(_options.Files);
        recording.Header.RequireHook(_hook);
        recording.Header.RequireModel(_model, cancellation);
        return recording;
    }
}
