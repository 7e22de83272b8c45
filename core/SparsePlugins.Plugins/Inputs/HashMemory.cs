using System.Text.Json;
using SparsePlugins.Storage;

namespace SparsePlugins.Plugins.Inputs;

/// <summary>Remembers the hashes of large files between starts, by path and state.</summary>
/// <param name="cache">Where.</param>
internal sealed class HashMemory(UserCache cache)
{
    /// <summary>A smaller file is hashed faster than it is looked up.</summary>
    private const long LeastBytes = 1 << 20;

    /// <summary>A file that was written later than this before it was hashed may be written again at what its clock shows as the same time.</summary>
    private const long Doubtful = 2_000_000_000;

    /// <summary>The user's own.</summary>
    public static HashMemory OfUser() => new(UserCache.OfUser("hashes"));

    /// <summary>The file with its hash, if its state is the one that it had when it was hashed.</summary>
    public InputFile? Recall(string path)
    {
        if (FileState.Of(path) is not { Length: >= LeastBytes, IsComplete: true } state || cache.TryRead(path) is not { } bytes)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<InputFile>(bytes) is { } known && known.Path == path && known.State == state ? known : null;
        }
        catch (JsonException)
        {
            return null; // Another version's.
        }
    }

    /// <summary>Remembers a file, unless there is doubt that its state would show a change.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">When its hashing began, in nanoseconds since 1970.</param>
    public void Keep(InputFile file, long start)
    {
        if (file.State is { Length: >= LeastBytes, IsComplete: true } && file.State.Latest <= start - Doubtful)
        {
            cache.Keep(file.Path, JsonSerializer.SerializeToUtf8Bytes(file));
        }
    }
}
