namespace SparsePlugins.Hosting.Slurm;

/// <summary>A job that is queued or runs, one task of it where it is an array.</summary>
/// <param name="Job">The id of the job or of its array.</param>
/// <param name="State">As the scheduler says, such as <c>PENDING</c>.</param>
/// <param name="Reason">Why it waits, or where it runs.</param>
public sealed record QueuedJob(string Job, string State, string Reason)
{
    /// <summary>All of the user.</summary>
    /// <remarks>Asked for by name squeue fails where a job is forgotten already.</remarks>
    internal static IEnumerable<QueuedJob> All() => Parse(SlurmTool.Run("squeue", "--me", "--noheader", "--array", "--format=%F|%T|%R"));

    /// <summary>Reads what squeue printed.</summary>
    internal static IEnumerable<QueuedJob> Parse(string lines) =>
        from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let fields = line.Split('|', 3)
        where fields.Length == 3
        select new QueuedJob(fields[0].Trim(), fields[1], fields[2]);
}
