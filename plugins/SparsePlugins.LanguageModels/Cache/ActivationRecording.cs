using SparsePlugins.Contracts;

namespace SparsePlugins.LanguageModels;

/// <summary>The recording that a source's options mean, in a folder that is named by all that decides its rows.</summary>
/// <param name="options">Of the source.</param>
/// <param name="files">Of the model.</param>
/// <param name="texts">What the model reads.</param>
/// <param name="hook">Where.</param>
internal sealed class ActivationRecording(LanguageModelOptions options, ModelFiles files, ModelTexts texts, HookPoint hook)
{
    /// <summary>Bytes of a file, about; a kill loses no more.</summary>
    internal long ShardBytes { get; init; } = 64 << 20;

    /// <summary>Writes what is missing of it.</summary>
    /// <param name="context">Where to compute, whom to report to, and how to be stopped.</param>
    /// <returns>The files, and how many of them were written now.</returns>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    /// <exception cref="InvalidDataException">A file isn't what it should be, there is too little text, or no room.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public (RecordingIndex Index, int Written) Ensure(ComponentContext context)
    {
        var key = RecordingKey.Lines(options, context.Cancellation);
        var folder = Path.Combine(CacheRoot.Find(), RecordingKey.Hash(key));
        if (RecordingIndex.TryRead(folder) is { } there)
        {
            return (there, 0);
        }

        files.RequireAll();
        var rows = texts.Rows(hook);
        var split = texts.Read(rows.Special, context.Cancellation);
        var rowBytes = (long)texts.Sizes().WidthAt(hook) * (options.Precision == ActivationPrecision.Float16 ? 2 : 4);
        var training = Shard.Cut(folder, Shard.TrainingSplit, split.Training, rows.Kept, rowBytes, ShardBytes);
        var heldOut = Shard.Cut(folder, Shard.HeldOutSplit, split.HeldOut, rows.Kept, rowBytes, ShardBytes);
        var written = new Recorder(folder, [.. training, .. heldOut], rowBytes, options, context).Run(() => Open(key, context));
        var index = new RecordingIndex([.. training.Select(shard => shard.File)], [.. heldOut.Select(shard => shard.File)]);
        index.Write(folder, key);
        return (index, written);
    }

    private OpenedModel Open(IReadOnlyList<(string Name, string Value)> key, ComponentContext context)
    {
        var model = files.Load(context.Device);
        var harvest = new Harvest(model, hook, options.Precision, context.Cancellation);
        return new OpenedModel(model, new ShardWriter(harvest, options.Precision, RecordingKey.Metadata(key, files.Folder)));
    }
}
