using System.Security.Cryptography;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Plugins.Inputs;
using SparsePlugins.Storage;

namespace SparsePlugins.Plugins.Tests;

/// <summary>Hashes of files are remembered between starts, and distrusted when in doubt.</summary>
public sealed class HashMemoryTests : IDisposable
{
    private const int Bytes = 1 << 20;
    private const long Second = 1_000_000_000;

    /// <summary>The clock of a file system moves on meanwhile.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(50);

    private static readonly string Wrong = new('0', 64);

    private readonly TemporaryFolder _folder = new();

    public HashMemoryTests()
    {
        File.WriteAllBytes(DataFile, new byte[Bytes]);
        File.SetLastWriteTimeUtc(DataFile, DateTime.UtcNow.AddMinutes(-1)); // In .NET's own steps, so that it can be put back exactly.
    }

    private string DataFile => _folder["data.npy"];

    private HashMemory Memory => new(new UserCache(_folder["cache"]));

    [Fact]
    public void A_hash_of_the_same_state_is_believed()
    {
        Remember(Wrong);

        Assert.Equal(ContentOf(Wrong), Content());
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("bytes, time put back")]
    [InlineData("length")]
    [InlineData("time")]
    [InlineData("permissions")]
    [InlineData("another file")]
    public void A_hash_of_any_other_state_is_not(string change)
    {
        Remember(Wrong);
        Change(change);

        Assert.Equal(ContentOf(TrueHash), Content());
    }

    [Fact]
    public void A_file_that_was_just_written_is_not_remembered()
    {
        var state = FileState.Of(DataFile)!;
        Memory.Keep(new InputFile(DataFile, state, TrueHash), start: state.Latest + Second);
        Assert.Null(Memory.Recall(DataFile));

        Memory.Keep(new InputFile(DataFile, state, TrueHash), start: state.Latest + 2 * Second);
        Assert.Equal(TrueHash, Memory.Recall(DataFile)?.Sha256);
    }

    [Fact]
    public void A_file_with_a_time_in_the_future_is_not_remembered()
    {
        File.SetLastWriteTimeUtc(DataFile, DateTime.UtcNow.AddHours(1));
        Memory.Keep(new InputFile(DataFile, FileState.Of(DataFile)!, TrueHash), FileState.Now);

        Assert.Null(Memory.Recall(DataFile));
    }

    [Fact]
    public void A_damaged_memory_is_not_believed()
    {
        Remember(Wrong);
        var entry = Assert.Single(Directory.GetFiles(_folder["cache"]));
        var bytes = File.ReadAllBytes(entry);
        for (var index = 0; index < bytes.Length; index += 7)
        {
            bytes[index] ^= 1;
            File.WriteAllBytes(entry, bytes);
            Assert.Null(Memory.Recall(DataFile));
            bytes[index] ^= 1;
        }
    }

    [Fact]
    public void Where_nothing_can_be_kept_files_are_hashed()
    {
        _folder.Write("file", "");
        var files = new InputFiles(_folder.Path) { Memory = new HashMemory(new UserCache(_folder["file/cache"])) };

        Assert.Equal(ContentOf(TrueHash), files.ContentOf("data.npy"));
    }

    [Fact]
    public void Hashing_tells_how_far_it_is_and_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        File.WriteAllBytes(DataFile, new byte[5 * Bytes]);
        var told = new List<(long Done, long Total)>();
        var hasher = new FileHasher(
            count =>
            {
                told.Add((told.Count == 0 ? count : told[^1].Done + count, 5 * Bytes));
                stop.Cancel();
            },
            stop.Token
        );

        Assert.Throws<OperationCanceledException>(() => hasher.Hash(DataFile));
        Assert.Equal([(Bytes, 5 * Bytes)], told);
    }

    public void Dispose() => _folder.Dispose();

    private string TrueHash => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(DataFile)));

    private void Remember(string hash)
    {
        var state = FileState.Of(DataFile)!;
        Memory.Keep(new InputFile(DataFile, state, hash), start: state.Latest + 60 * Second);
        Thread.Sleep(ClockStep);
    }

    private string Content() => new InputFiles(_folder.Path) { Memory = Memory }.ContentOf("data.npy");

    private static string ContentOf(string hash) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(hash)));

    private void Change(string how)
    {
        var time = File.GetLastWriteTimeUtc(DataFile);
        var bytes = new byte[Bytes];
        bytes[5] = 1;
        switch (how)
        {
            case "time":
                File.SetLastWriteTimeUtc(DataFile, time.AddSeconds(-5));
                break;
            case "permissions":
                File.SetUnixFileMode(DataFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                break;
            case "length":
                File.AppendAllText(DataFile, "x");
                break;
            case "another file":
                File.WriteAllBytes(_folder["new"], bytes);
                File.Move(_folder["new"], DataFile, overwrite: true);
                break;
            default:
                File.WriteAllBytes(DataFile, bytes);
                break;
        }

        if (how is "bytes, time put back" or "another file")
        {
            File.SetLastWriteTimeUtc(DataFile, time);
        }
    }
}
