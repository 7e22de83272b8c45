namespace SparsePlugins.Cli.Authoring;

/// <summary>The NuGet packages that came with this host, for plugins that are built elsewhere.</summary>
/// <param name="Folder">Where they lie: <c>packages/</c> beside the host.</param>
/// <param name="Version">Of all of them; made of their contents, so NuGet's cache never gives older ones.</param>
internal sealed record AuthorPackages(string Folder, string Version)
{
    /// <summary>Finds them.</summary>
    /// <exception cref="UserException">This host was packed without them.</exception>
    public static AuthorPackages BesideHost()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "packages");
        var version = Path.Combine(folder, "version.txt");
        return File.Exists(version)
            ? new AuthorPackages(folder, File.ReadAllText(version).Trim())
            : throw new UserException(
                ExitCode.Failed,
                $"this host brings no packages to build against ({version} is missing); build it from its repository, or use --single-file"
            );
    }
}
