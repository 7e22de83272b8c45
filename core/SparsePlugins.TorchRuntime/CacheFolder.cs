namespace SparsePlugins.TorchRuntime;

/// <summary>Where the user's caches are; any of them may be deleted at any time.</summary>
public static class CacheFolder
{
    /// <summary>One of them: $XDG_CACHE_HOME/sparseplugins/PART, by default under ~/.cache; null without a home.</summary>
    /// <param name="part">Its name.</param>
    public static string? OfUser(string part) =>
        RootOfUser(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
            is { } root
            ? Path.Combine(root, part)
            : null;

    /// <summary>Where all of them are, by the rules of XDG: a relative path counts as none.</summary>
    internal static string? RootOfUser(string? xdg, string home)
    {
        if (Path.IsPathFullyQualified(xdg ?? ""))
            return Path.Combine(xdg!, "sparseplugins");
        return home.Length > 0 ? Path.Combine(home, ".cache", "sparseplugins") : null;
    }
}
