namespace SparsePlugins.Tests;

/// <summary>Where things are in the checkout that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>The folder of SparsePlugins.sln.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary><c>Debug</c> or <c>Release</c>, as the tests themselves.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;

    /// <summary>The folder of the built command.</summary>
    public static string Host => Path.Combine(Root, "hosts", "SparsePlugins.Cli", "bin", Configuration, "net10.0");

    /// <summary>The plugins beside the built command.</summary>
    public static string HostPlugins => Path.Combine(Host, "plugins");

    /// <summary>A built fixture plugin, in a folder of its name.</summary>
    /// <param name="parent">An empty folder that gets a copy.</param>
    /// <param name="name">Which one.</param>
    public static string CopyFixturePlugin(string parent, string name = "Fixture.Plugin")
    {
        var built = Path.Combine(Root, "tests", "fixtures", name, "bin", Configuration, "net10.0");
        var copy = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
        foreach (var file in Directory.GetFiles(built))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "SparsePlugins.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
