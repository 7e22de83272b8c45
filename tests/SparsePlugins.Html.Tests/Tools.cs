using System.Runtime.CompilerServices;

namespace SparsePlugins.Html.Tests;

/// <summary>What these tests need of the machine.</summary>
internal static class Tools
{
    /// <summary>This project's folder, where npm installs.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "SparsePlugins.Html.Tests");

    public static string? Node { get; } = Find("node");

    public static string? Chromium { get; } = Find("chromium", "chromium-browser", "google-chrome");

    /// <summary>What is not there and how to get it; <see langword="null"/> where everything is.</summary>
    public static string? Missing { get; } =
        Node is null ? "node is not on the PATH (install Node.js 20 or later)"
        : Chromium is null ? "no Chromium on the PATH (apt-get install chromium)"
        : !Directory.Exists(Path.Combine(Folder, "node_modules", "playwright-core"))
            ? "playwright-core is not installed (npm ci --prefix tests/SparsePlugins.Html.Tests)"
        : null;

    private static string? Find(params string[] names) =>
        (
            from name in names
            from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            select Path.Combine(folder, name)
        ).FirstOrDefault(File.Exists);
}

/// <summary>A test in a real browser; on a machine without one it is skipped, and its line says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute([CallerMemberName] string test = "")
    {
        if (Tools.Missing is { } missing)
        {
            Skip = missing;
            DisplayName = $"{test}: {missing}";
        }
    }
}
