namespace SparsePlugins.Robustness.Tests.Machine;

/// <summary>A disk of a few kilobytes, in memory; mounting needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sparseplugins-disk-");
    private readonly bool _isMounted;

    /// <summary>Mounts one.</summary>
    public SmallDisk(long bytes)
        : this(bytes, isNeeded: true) { }

    private SmallDisk(long bytes, bool isNeeded)
    {
        _isMounted = Mount("-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", _folder.FullName);
        Assert.True(_isMounted || !isNeeded, "a small disk can't be mounted");
    }

    public string Path => _folder.FullName;

    /// <summary>A path on it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Whether this machine lets one be mounted.</summary>
    public static bool CanMount()
    {
        using var disk = new SmallDisk(1 << 20, isNeeded: false);
        return disk._isMounted;
    }

    /// <summary>Gives it another size, or makes it read-only.</summary>
    /// <param name="options">Of <c>mount -o remount</c>.</param>
    public void Remount(string options) => Assert.True(Mount("-o", "remount," + options, Path), $"remount {options}");

    public void Dispose()
    {
        if (_isMounted)
        {
            Shell.Run("umount", Path);
        }

        _folder.Delete();
    }

    private static bool Mount(params string[] arguments) => Shell.Run("mount", arguments).ExitCode == 0;
}
