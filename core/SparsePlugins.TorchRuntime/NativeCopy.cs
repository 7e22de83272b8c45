namespace SparsePlugins.TorchRuntime;

/// <summary>A library that the program made, loaded from the user's cache, or from a temporary folder where the cache can't be used.</summary>
/// <param name="Path">Where it was loaded from; a temporary folder is deleted again.</param>
/// <param name="CacheReason">Why the cache could not be used; null if it was.</param>
internal sealed record NativeCopy(string Path, string? CacheReason)
{
    /// <summary>Writes and loads it.</summary>
    /// <exception cref="LibTorchException">It can't be written anywhere, or can't be loaded.</exception>
    public static NativeCopy Load(byte[] bytes, string name)
    {
        var (path, reason) = FromCache(bytes, name);
        if (reason is null)
            return new(path, null);
        (path, var again) = FromTemporaryFolder(bytes, name, reason);
        return again is null ? new(path, reason) : throw LoadFailure.Explain(path, again);
    }

    private static (string Path, string? Reason) FromCache(byte[] bytes, string name)
    {
        if (NativeCache.OfUser() is not { } cache)
            return ("", "there is no home folder");
        try
        {
            var path = cache.Keep(bytes, name);
            return (path, DynamicLinker.Load(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ("", e.Message);
        }
    }

    private static (string Path, string? Reason) FromTemporaryFolder(byte[] bytes, string name, string cacheReason)
    {
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("sparseplugins-");
            var path = new NativeCache(folder.FullName).Keep(bytes, name);
            return (path, DynamicLinker.Load(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LibTorchException(
                $"a copy of {name} must be written, but neither the cache ({cacheReason}) nor TMPDIR, '{System.IO.Path.GetTempPath()}', can be ({e.Message}); set TMPDIR to the absolute path of a folder that can be written"
            );
        }
        finally
        {
            folder?.Delete(recursive: true); // a loaded library needs its file's name no more
        }
    }
}
