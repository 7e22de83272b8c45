using System.Text;

namespace SparsePlugins.Cli.Authoring;

/// <summary>Writes files that weren't there.</summary>
internal static class NewFiles
{
    private const int MostShown = 5;

    /// <summary>Writes all files, or none where one of them is there already.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="files">Paths relative to it, and texts.</param>
    /// <exception cref="UserException">One exists.</exception>
    public static void Write(string folder, IReadOnlyList<(string Path, string Text)> files)
    {
        var taken = files.Select(file => Path.Combine(folder, file.Path)).Where(Path.Exists).ToArray();
        if (taken.Length > 0)
        {
            var shown = string.Join(", ", taken.Take(MostShown)) + (taken.Length > MostShown ? ", ..." : "");
            throw new UserException(
                ExitCode.Usage,
                $"nothing is overwritten, and this is there already: {shown}; give another folder with --out"
            );
        }

        foreach (var (path, text) in files)
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(text));
        }
    }
}
