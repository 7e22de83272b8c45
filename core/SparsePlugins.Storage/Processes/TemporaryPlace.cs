namespace SparsePlugins.Storage.Processes;

/// <summary>The folder that TMPDIR names, or <c>/tmp</c>: where copies of plugins and notes between processes go.</summary>
public static class TemporaryPlace
{
    private const string Variable = "TMPDIR";
    private const int ProbeBytes = 1 << 16;

    private static readonly string[] Alternatives = ["/tmp", "/var/tmp", "/dev/shm"];

    /// <summary>Its path, absolute.</summary>
    /// <exception cref="TemporaryFolderException">TMPDIR is a relative path.</exception>
    public static string Path
    {
        get
        {
            var path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetTempPath());
            return System.IO.Path.IsPathFullyQualified(path) ? path : throw Unusable(path, "is a relative path");
        }
    }

    /// <summary>Makes a folder that only this user may enter.</summary>
    /// <param name="prefix">What its name begins with.</param>
    /// <exception cref="TemporaryFolderException">None can be made.</exception>
    public static DirectoryInfo CreateFolder(string prefix)
    {
        _ = Path;
        return Write(() => Directory.CreateTempSubdirectory(prefix));
    }

    /// <summary>Writes something below it.</summary>
    /// <exception cref="TemporaryFolderException">That failed.</exception>
    public static T Write<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(Path, Reason(Path, error));
        }
    }

    /// <summary>Writes something below it.</summary>
    /// <exception cref="TemporaryFolderException">That failed.</exception>
    public static void Write(Action write) =>
        Write(() =>
        {
            write();
            return true;
        });

    private static TemporaryFolderException Unusable(string path, string reason)
    {
        var name = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
            ? $"{Variable} is not set, so that temporary files go to '{path}', which"
            : $"{Variable} is '{path}', which";
        var other = Alternatives.FirstOrDefault(folder => folder != path && IsWritable(folder));
        var example = other is null ? "" : $", as with '{Variable}={other} sparse ...'";
        return new TemporaryFolderException(
            $"{name} {reason}; set {Variable} to the absolute path of a folder that can be written{example}"
        );
    }

    private static string Reason(string path, Exception error) =>
        File.Exists(path) ? "is a file"
        : !Directory.Exists(path) ? "does not exist"
        : $"can't be written: {FirstClause(error.Message)}";

    /// <summary>Without the path that .NET adds to the system's words.</summary>
    private static string FirstClause(string message) => message.Split(" : '")[0].TrimEnd('.', ' ');

    private static bool IsWritable(string folder)
    {
        var probe = System.IO.Path.Combine(folder, $"sparseplugins-probe-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(probe, new byte[ProbeBytes]);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            PrivateFolder.TryDelete(new FileInfo(probe));
        }
    }
}
