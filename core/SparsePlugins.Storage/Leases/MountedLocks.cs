using System.Runtime.InteropServices;
using System.Text;

namespace SparsePlugins.Storage.Leases;

/// <summary>Mounts whose locks end at their machine: two processes here exclude each other, so that no trial shows it.</summary>
internal static class MountedLocks
{
    private const string Table = "/proc/self/mountinfo";
    private const int MostPathBytes = 4096; // PATH_MAX of Linux.

    /// <summary>Options that keep locks to the machine, by the beginning of the file system's type.</summary>
    private static readonly (string Type, string[] Options)[] Local =
    [
        ("nfs", ["nolock", "local_lock=all", "local_lock=flock"]),
        ("lustre", ["localflock"]),
        ("cifs", ["nobrl"]),
        ("smb3", ["nobrl"]),
    ];

    /// <summary>The option by which a folder's mount keeps locks to this machine, such as <c>lustre with localflock</c>, or <see langword="null"/>.</summary>
    /// <param name="folder">The folder, absolute; links in its path are followed.</param>
    public static string? LocalOption(string folder) => File.Exists(Table) ? LocalOption(folder, File.ReadLines(Table)) : null;

    /// <summary>The same by the lines of a table of mounts, as Linux writes them.</summary>
    public static string? LocalOption(string folder, IEnumerable<string> table) =>
        MountOf(RealPath(folder), table) is { } mount
        && Local.FirstOrDefault(known => mount.Type.StartsWith(known.Type, StringComparison.Ordinal)) is { Type: not null } local
        && local.Options.FirstOrDefault(mount.Options.Contains) is { } option
            ? $"{mount.Type} with {option}"
            : null;

    private static Mount? MountOf(string folder, IEnumerable<string> table) =>
        table.Select(TryParse).OfType<Mount>().Where(mount => mount.Holds(folder)).OrderBy(mount => mount.Point.Length).LastOrDefault();

    /// <summary>The path without links; the path itself where nothing is there.</summary>
    private static string RealPath(string path)
    {
        var real = new byte[MostPathBytes];
        return OperatingSystem.IsLinux() && Resolve(path, real) != 0
            ? Encoding.UTF8.GetString(real.AsSpan(0, real.AsSpan().IndexOf((byte)0)))
            : path;
    }

    /// <summary>A line is <c>36 35 98:0 /root /point options optional... - type source options</c>, with spaces in names as <c>\040</c>.</summary>
    private static Mount? TryParse(string line) =>
        line.Split(" - ", 2) is [var before, var after]
        && before.Split(' ') is [_, _, _, _, var point, var options, ..]
        && after.Split(' ') is [var type, _, var further, ..]
            ? new Mount(point.Replace("\\040", " ", StringComparison.Ordinal), type, [.. options.Split(','), .. further.Split(',')])
            : null;

    [DllImport("libc", EntryPoint = "realpath")]
    private static extern nint Resolve([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] real);

    private sealed record Mount(string Point, string Type, string[] Options)
    {
        public bool Holds(string folder) => Point == "/" || folder == Point || folder.StartsWith(Point + "/", StringComparison.Ordinal);
    }
}
