namespace SparsePlugins.Robustness.Tests;

/// <summary>A folder of a test's own, in memory where the system has a place for that: fuzzers write tens of thousands of files.</summary>
internal sealed class MemoryFolder : IDisposable
{
    private const string InMemory = "/dev/shm";

    private readonly DirectoryInfo _folder = Directory.CreateDirectory(
        System.IO.Path.Combine(
            Directory.Exists(InMemory) ? InMemory : System.IO.Path.GetTempPath(),
            $"sparseplugins-test-{Guid.NewGuid():N}"
        )
    );

    public string Path => _folder.FullName;

    /// <summary>A path in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
