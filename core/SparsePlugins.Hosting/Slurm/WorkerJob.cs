namespace SparsePlugins.Hosting.Slurm;

/// <summary>An array of jobs that work on one folder, and the job after them that writes the report.</summary>
/// <param name="Name">The experiment's name.</param>
/// <param name="Folder">The folder, absolute; every node must see it.</param>
/// <param name="Worker">The command of a worker, word by word.</param>
/// <param name="Reporters">The commands that write the reports, each word by word.</param>
/// <param name="Tasks">How many workers, at least 1.</param>
/// <param name="AtOnce">How many of them may run at once; <see langword="null"/> for all.</param>
/// <param name="Settings">What they ask of the cluster.</param>
public sealed record WorkerJob(
    string Name,
    string Folder,
    IReadOnlyList<string> Worker,
    IReadOnlyList<IReadOnlyList<string>> Reporters,
    int Tasks,
    int? AtOnce,
    ClusterSettings Settings
)
{
    /// <summary>Where scripts, logs and the list of submissions are.</summary>
    public string Place => PlaceOf(Folder);

    /// <summary>The same, of any folder.</summary>
    public static string PlaceOf(string folder) => Path.Combine(folder, "slurm");
}
