namespace SparsePlugins.Hosting.Slurm;

/// <summary>What jobs ask of a cluster. The command line's values stand before those of the site's file.</summary>
public sealed record ClusterSettings
{
    /// <summary>The partition; empty for the cluster's default.</summary>
    public string Partition { get; init; } = "";

    /// <summary>The account that is charged; empty for the user's default.</summary>
    public string Account { get; init; } = "";

    /// <summary>The time limit of a worker as sbatch reads it, such as <c>4:00:00</c>; empty for the partition's.</summary>
    public string Time { get; init; } = "";

    /// <summary>The memory of a worker as sbatch reads it, such as <c>8G</c>; empty for the partition's.</summary>
    public string Memory { get; init; } = "";

    /// <summary>GPUs of a worker.</summary>
    public int Gpus { get; init; }

    /// <summary>Cores of a worker.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Seconds before the time limit at which the scheduler signals a worker to checkpoint.</summary>
    public int Warning { get; init; } = 120;

    /// <summary>Further options of sbatch, each as a line <c>--name=value</c>.</summary>
    public IEnumerable<string> Options { get; init; } = [];

    /// <summary>Lines of shell before a worker starts, such as <c>module load dotnet</c>.</summary>
    public IEnumerable<string> Setup { get; init; } = [];
}
