namespace SparsePlugins.LanguageModels;

/// <summary>The folder of all recordings. It decides no result, so no manifest states it.</summary>
internal static class CacheRoot
{
    /// <summary>The variable that names it.</summary>
    public const string Variable = "SPARSEPLUGINS_ACTIVATIONS";

    /// <summary>The folder, absolute.</summary>
    /// <exception cref="InvalidDataException">There is no home either.</exception>
    public static string Find() =>
        Find(
            Environment.GetEnvironmentVariable(Variable),
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)
        );

    /// <summary>The same, by given values; by the rules of XDG a relative path counts as none.</summary>
    internal static string Find(string? stated, string? xdg, string home) =>
        stated is { Length: > 0 } ? Path.GetFullPath(stated)
        : Path.IsPathFullyQualified(xdg ?? "") ? Path.Combine(xdg!, "sparseplugins", "activations")
        : home.Length > 0 ? Path.Combine(home, ".cache", "sparseplugins", "activations")
        : throw new InvalidDataException($"there is no folder for activations; name one with {Variable}, or set cache to memory");
}
