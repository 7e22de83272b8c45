namespace SparsePlugins.Storage.Leases;

/// <summary>Mounts whose locks end at their machine: two processes here exclude each other, so that no trial shows it.</summary>
internal static class MountedLocks
{
    private const string Table = "/proc/self/mountinfo";

    /// <summary>Options that keep locks to the machine, by the beginning of the file system's type.</summary>
    private static readonly (string Type, string[] Options)[] Local =
    [
        ("nfs", ["nolock", "local_lock=all", "local_lock=flock"]),
        ("lustre", ["localflock"]),
        ("cifs", ["nobrl"]),
        ("smb3", ["nobrl"]),
    ];

    /// <summary>The option by which a folder's mount keeps locks to this machine, such as <c>lustre with localflock</c>, or <see langword="null"/>.</summary>
    /// <param name="folder">The folder, absolute.</param>
    public static string? LocalOption(string folder) => File.Exists(Table) ? LocalOption(folder, File.ReadLines(Table)) : null;

    /// <summary>The same by the lines of a table of mounts, as Linux writes them.</summary>
    public static string? LocalOption(string folder, IEnumerable<string> table) =>
        table.Select(TryParse).OfType<Mount>().Where(mount => mount.Holds(folder)).OrderBy(mount => mount.Point.Length).LastOrDefault()
            is { } mount
        && Local.FirstOrDefault(known => mount.Type.StartsWith(known.Type, StringComparison.Ordinal)) is { Type: not null } local
        && local.Options.FirstOrDefault(mount.Options.Contains) is { } option
            ? $"{mount.Type} with {option}"
            : null;

    /// <summary>A line is <c>36 35 98:0 /root /point options optional... - type source options</c>, with spaces in names as <c>\040</c>.</summary>
    private static Mount? TryParse(string line) =>
        line.Split(" - ", 2) is [var before, var after]
        && before.Split(' ') is [_, _, _, _, var point, var options, ..]
        && after.Split(' ') is [var type, _, var further, ..]
            ? new Mount(point.Replace("\\040", " ", StringComparison.Ordinal), type, [.. options.Split(','), .. further.Split(',')])
            : null;

    private sealed record Mount(string Point, string Type, string[] Options)
    {
        public bool Holds(string folder) => Point == "/" || folder == Point || folder.StartsWith(Point + "/", StringComparison.Ordinal);
    }
}
