using System.IO.Enumeration;

namespace SparsePlugins.Storage;

/// <summary>Keeps what is written inside the folder of an experiment.</summary>
internal static class OwnFolder
{
    /// <summary>The parts of a folder that are written to.</summary>
    private static readonly string[] Parts =
    [
        "runs",
        "weights",
        "checkpoints",
        "claims",
        "figures",
        "tables",
        "tensorboard",
        "log.jsonl",
        "events.jsonl",
    ];

    private const string FurtherLogs = "log_*.jsonl";

    /// <summary>
    /// Refuses a folder in which a part is a symbolic link: a folder that was unpacked or shared could lead writes anywhere. The folder itself may be
    /// a link, as the user names it.
    /// </summary>
    /// <exception cref="RunFolderException">A part is a link.</exception>
    public static void Require(string folder)
    {
        foreach (var part in Parts.Select(part => Path.Combine(folder, part)))
        {
            RequireNoLink(part);
        }

        if (Directory.Exists(folder))
        {
            Array.ForEach(Directory.GetFiles(folder, FurtherLogs), RequireNoLink);
        }
    }

    /// <summary>Whether a file of a folder is one that follows a full <c>log.jsonl</c>.</summary>
    public static bool IsFurtherLog(string file) => FileSystemName.MatchesSimpleExpression(FurtherLogs, file, ignoreCase: false);

    /// <summary>Refuses a symbolic link.</summary>
    /// <exception cref="RunFolderException">It is one.</exception>
    public static void RequireNoLink(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
        {
            throw new RunFolderException(
                $"{path}: is a symbolic link to {RunId.Show(target)}; a run writes inside its own folder alone, so remove the link, or link the whole folder"
            );
        }
    }
}
