namespace SparsePlugins.TorchRuntime;

/// <summary>TorchSharp's native half, libLibTorchSharp.so: loaded as it is, or as a repaired copy where libstdc++ is older than GCC 13's.</summary>
internal sealed record Wrapper(string Path, bool Repaired, string? Note)
{
    public const string Name = "libLibTorchSharp.so";
    public const string NewestVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads the wrapper; libtorch is loaded already.</summary>
    /// <exception cref="LibTorchException">It is missing, or can't be loaded even when repaired.</exception>
    public static Wrapper Load(string appFolder)
    {
        var stock = Find(appFolder);
        var reason = DynamicLinker.Load(stock);
        if (reason is null)
            return new(stock, Repaired: false, Note: null);
        if (!reason.Contains(NewestVersion, StringComparison.Ordinal))
            throw LoadFailure.Explain(stock, reason);
        return LoadRepaired(VersionRequirement.MakeOptional(File.ReadAllBytes(stock), NewestVersion));
    }

    /// <summary>Where the build put the wrapper: as a package lays it, or flat beside a program published for one platform.</summary>
    public static string Find(string appFolder)
    {
        string[] places =
        [
            System.IO.Path.Combine(appFolder, "runtimes", "linux-x64", "native", Name),
            System.IO.Path.Combine(appFolder, Name),
        ];
        return places.FirstOrDefault(File.Exists)
            ?? throw new LibTorchException(
                $"{Name} is part of the program, but it is missing: neither {places[0]} nor {places[1]} is there; install the program again"
            );
    }

    private static Wrapper LoadRepaired(byte[] repaired)
    {
        const string Note = $"this system's libstdc++ has no {NewestVersion}: a copy of {Name} that does without is in use";
        var copy = NativeCopy.Load(repaired, Name);
        return copy.CacheReason is not { } reason
            ? new(copy.Path, Repaired: true, Note)
            : new(copy.Path, Repaired: true, $"{Note}, from a temporary folder, because the cache can't be used ({reason})");
    }
}
