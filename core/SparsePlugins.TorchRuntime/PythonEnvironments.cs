namespace SparsePlugins.TorchRuntime;

/// <summary>The Python environments that are active in a shell, and which of them has a PyTorch.</summary>
/// <param name="Folder">The torch/lib that was found; null where none has one.</param>
/// <param name="Choice">Which environment that is.</param>
/// <param name="Passed">Why not one that is asked before it, a sentence each.</param>
internal sealed record PythonEnvironments(string? Folder, string Choice, IReadOnlyList<string> Passed)
{
    /// <summary>What activation sets: a virtual environment goes before the conda environment that it was made in.</summary>
    private static readonly string[] Variables = ["VIRTUAL_ENV", "CONDA_PREFIX"];

    /// <summary>Those of this process.</summary>
    public static PythonEnvironments OfThisProcess() => Find(Environment.GetEnvironmentVariable);

    /// <summary>The first active environment that has a PyTorch.</summary>
    /// <param name="variable">A variable of the environment by its name.</param>
    public static PythonEnvironments Find(Func<string, string?> variable)
    {
        var passed = new List<string>();
        foreach (var name in Variables)
        {
            if (variable(name) is not { Length: > 0 } root)
                passed.Add($"{name} is not set");
            else if (TorchIn(root) is { } folder)
                return new(folder, $"{name} names {root}", passed);
            else
                passed.Add($"{name} names {root}, which has no lib/python3.*/site-packages/torch/lib/{LibTorchFolder.Core}");
        }

        return new(null, "", passed);
    }

    private static string? TorchIn(string root) =>
        Pythons(Path.Combine(root, "lib"))
            .Select(python => Path.Combine(python, "site-packages", "torch", "lib"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, LibTorchFolder.Core)));

    private static IEnumerable<string> Pythons(string lib) =>
        Directory.Exists(lib) ? Directory.EnumerateDirectories(lib, "python3.*").Order(StringComparer.Ordinal) : [];
}
