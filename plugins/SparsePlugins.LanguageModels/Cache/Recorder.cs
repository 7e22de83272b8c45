using System.Globalization;
using SparsePlugins.Contracts;
using SparsePlugins.Storage;

namespace SparsePlugins.LanguageModels;

/// <summary>Writes the missing files of a recording. Processes that record the same share the files among them, each file being locked while it is written.</summary>
/// <param name="folder">Of the recording.</param>
/// <param name="shards">All its files.</param>
/// <param name="rowBytes">Bytes of a row.</param>
/// <param name="options">Of the source.</param>
/// <param name="context">Whom to report to, and how to be stopped.</param>
internal sealed class Recorder(
    string folder,
    IReadOnlyList<Shard> shards,
    long rowBytes,
    LanguageModelOptions options,
    ComponentContext context
)
{
    private const int RowIds = 3 * sizeof(int);
    private const double Gibibyte = 1 << 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly long _total = Bytes(shards, rowBytes);
    private long _done;

    /// <summary>Writes what is missing, and waits for what others write.</summary>
    /// <param name="open">Opens what writes, which holds the model; called where something is missing.</param>
    /// <returns>How many files it has written.</returns>
    /// <exception cref="InvalidDataException">There is no room.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public int Run(Func<OpenedModel> open)
    {
        var missing = shards.Where(shard => !shard.IsWritten).ToList();
        if (missing.Count == 0)
        {
            return 0;
        }

        Directory.CreateDirectory(folder);
        RequireRoom(missing);
        _done = _total - Bytes(missing, rowBytes);
        using var model = open();
        var written = 0;
        while (missing.Count > 0)
        {
            var (count, before) = (missing.Count, written);
            missing = [.. missing.Where(shard => !IsDone(shard, model, ref written))];
            if (written == before && missing.Count == count)
            {
                context.Cancellation.WaitHandle.WaitOne(Pause); // Another process writes all that are missing.
            }
        }

        Report();
        return written;
    }

    /// <summary>Whether a file is there, after it was written where it was free. Each file is looked at alone: there may be thousands.</summary>
    private bool IsDone(Shard shard, OpenedModel model, ref int written)
    {
        Report();
        var isNew = TryWrite(shard, model);
        written += isNew ? 1 : 0;
        var isDone = isNew || shard.IsWritten;
        _done += isDone ? Bytes([shard], rowBytes) : 0;
        return isDone;
    }

    private bool TryWrite(Shard shard, OpenedModel model)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        using var claim = FileLock.TryTake(shard.File + ".lock");
        if (claim is null || shard.IsWritten)
        {
            return false;
        }

        model.Writer.Write(shard);
        return true;
    }

    private void RequireRoom(IReadOnlyList<Shard> missing)
    {
        if (_total > options.CacheLimit * Gibibyte)
        {
            throw new InvalidDataException(
                $"{Describe(shards)} take {Show(_total)} GiB, cache_limit allows {options.CacheLimit.ToString(CultureInfo.InvariantCulture)}; "
                    + "raise it, take fewer tokens, or set precision to float16"
            );
        }

        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (Bytes(missing, rowBytes) > free)
        {
            throw new InvalidDataException(
                $"{Describe(shards)} take {Show(Bytes(missing, rowBytes))} GiB more, and the disk of {folder} has {Show(free)} free; name a folder on another disk with "
                    + $"{CacheRoot.Variable}, take fewer tokens, set precision to float16, or cache to memory"
            );
        }
    }

    private void Report() => context.Progress?.Report(new SourceProgress($"record {options.Hook} in {folder}", _done, _total));

    private static long Bytes(IEnumerable<Shard> some, long rowBytes) =>
        some.Sum(shard => (shard.Places.Length * (rowBytes + RowIds)) + ((long)shard.Count * shard.Texts.Length * sizeof(int)));

    private static string Describe(IReadOnlyList<Shard> shards) =>
        string.Create(CultureInfo.InvariantCulture, $"{shards.Sum(shard => (long)shard.Places.Length)} activations");

    private static string Show(long bytes) => (bytes / Gibibyte).ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A model that writes files of a recording.</summary>
/// <param name="Model">Disposed with it.</param>
/// <param name="Writer">Writes with the model.</param>
internal sealed record OpenedModel(DecoderModel Model, ShardWriter Writer) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
