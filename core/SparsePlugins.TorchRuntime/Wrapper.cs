namespace SparsePlugins.TorchRuntime;

/// <summary>TorchSharp's native half, libLibTorchSharp.so: loaded as it is, or as a repaired copy where libstdc++ is older than GCC 13's.</summary>
internal static class Wrapper
{
    public const string Name = "libLibTorchSharp.so";
    public const string NewestVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads the wrapper; libtorch is loaded already.</summary>
    public static (string Path, bool Repaired) Load(string appFolder)
    {
        var stock = Find(appFolder);
        var why = DynamicLinker.Load(stock);
        if (why is null)
            return (stock, false);
        if (!why.Contains(NewestVersion, StringComparison.Ordinal))
            throw new LibTorchException($"{stock} can't be loaded: {why}");
        return (LoadRepaired(VersionRequirement.MakeOptional(File.ReadAllBytes(stock), NewestVersion)), true);
    }

    private static string Find(string appFolder)
    {
        string[] places = [Path.Combine(appFolder, "runtimes", "linux-x64", "native", Name), Path.Combine(appFolder, Name)];
        return places.FirstOrDefault(File.Exists)
            ?? throw new LibTorchException($"{Name} is missing; it belongs to the program and should be at {string.Join(" or ", places)}");
    }

    private static string LoadRepaired(byte[] repaired)
    {
        var whyNotCached = FromCache(repaired, out var path);
        if (whyNotCached is null)
            return path;
        var folder = Directory.CreateTempSubdirectory("sparseplugins-");
        try
        {
            path = new NativeCache(folder.FullName).Keep(repaired, Name);
            var why = DynamicLinker.Load(path);
            return why is null ? path : throw new LibTorchException($"the repaired {Name} can't be loaded: {whyNotCached}; {why}");
        }
        finally
        {
            folder.Delete(recursive: true); // a loaded library needs its file's name no more
        }
    }

    private static string? FromCache(byte[] repaired, out string path)
    {
        path = "";
        try
        {
            if (NativeCache.OfUser() is not { } cache)
                return "there is no home folder for a cache";
            path = cache.Keep(repaired, Name);
            return DynamicLinker.Load(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
