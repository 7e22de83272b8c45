namespace SparsePlugins.Robustness.Tests.Machine;

/// <summary>A disk of a few kilobytes, in memory; mounting needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sparseplugins-disk-");
    private readonly bool _isMounted;

    private SmallDisk(long bytes) =>
        _isMounted = OperatingSystem.IsLinux() && Mount("-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", _folder.FullName);

    public string Path => _folder.FullName;

    /// <summary>A path on it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>A disk, or <see langword="null"/>, and a line that says why, where none can be mounted.</summary>
    public static SmallDisk? TryMount(long bytes)
    {
        var disk = new SmallDisk(bytes);
        if (disk._isMounted)
        {
            return disk;
        }

        disk.Dispose();
        Console.Out.WriteLine("skipped: a small disk can't be mounted here (it takes Linux, and root); nothing was tested");
        return null;
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
