using System.Security.Cryptography;

namespace SparsePlugins.Plugins.Inputs;

/// <summary>Hashes files that don't change meanwhile.</summary>
/// <param name="read">Called with the number of bytes that were read.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class FileHasher(Action<int> read, CancellationToken cancellation)
{
    private const int Tries = 3;
    private const int BlockBytes = 1 << 20;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Clocks of file systems move in steps: of milliseconds, or of up to two seconds where times are whole seconds.</summary>
    private const long ShortStep = 50 * NanosecondsPerMillisecond;
    private const long LongStep = 2 * NanosecondsPerSecond;

    /// <summary>The file with the hash of its bytes.</summary>
    /// <exception cref="IOException">It can't be read, or is written to all the time.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public InputFile Hash(string path)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var before = AtRest(path);
            var hash = HashBytes(path);
            if (before is not null && FileState.Of(path) == before)
            {
                return new InputFile(path, before, hash);
            }
        }

        throw new IOException($"{path} changes while it is read; wait until it is complete, and start again");
    }

    /// <summary>The state of a file once its time lies back by more than a step of the clock: what is written from now on gets another time.</summary>
    private FileState? AtRest(string path)
    {
        var state = FileState.Of(path);
        var step = state?.Latest % NanosecondsPerSecond == 0 ? LongStep : ShortStep;
        var age = FileState.Now - (state?.Latest ?? 0);
        if (age < 0 || age >= step)
        {
            return state;
        }

        cancellation.WaitHandle.WaitOne((int)((step - age) / NanosecondsPerMillisecond) + 1);
        return FileState.Of(path);
    }

    private string HashBytes(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, FileOptions.SequentialScan);
        var block = new byte[BlockBytes];
        for (int count; (count = file.Read(block)) > 0; )
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(block, 0, count);
            read(count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
