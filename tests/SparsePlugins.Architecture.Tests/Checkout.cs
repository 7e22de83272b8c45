using System.Diagnostics;

namespace SparsePlugins.Architecture.Tests;

/// <summary>The files of the repository: those that git tracks, and new ones that it doesn't ignore.</summary>
internal static class Checkout
{
    /// <summary>Their paths from the root, with <c>/</c>.</summary>
    internal static IReadOnlyList<string> Files { get; } = List();

    /// <summary>Every project, by name.</summary>
    internal static IReadOnlyDictionary<string, ProjectFile> Projects { get; } =
        Files
            .Where(file => !IsTemplate(file))
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) || file.EndsWith(".fsproj", StringComparison.Ordinal))
            .Select(file => new ProjectFile(file))
            .ToDictionary(project => project.Name);

    /// <summary>Whether a file is of the plugins that <c>sparse plugin new</c> writes: they live outside of the repository, by rules of their own.</summary>
    internal static bool IsTemplate(string file) => file.StartsWith("hosts/SparsePlugins.Templates/templates/", StringComparison.Ordinal);

    /// <summary>A file's path on this machine.</summary>
    internal static string FullPath(string file) => Path.Combine(Repository.Root, file);

    private static string[] List()
    {
        // A checkout of another user (a container's volume) is still a checkout.
        string[] arguments = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var files = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git ls-files ended with {git.ExitCode}; these tests read a git checkout");
        return [.. files.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(FullPath(file))).Distinct()];
    }
}
