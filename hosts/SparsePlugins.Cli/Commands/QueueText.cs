using SparsePlugins.Hosting.Slurm;

namespace SparsePlugins.Cli.Commands;

/// <summary>What the scheduler knows of an experiment, for the terminal.</summary>
internal static class QueueText
{
    /// <summary>A line of the jobs of a folder; none where nothing was submitted.</summary>
    public static IEnumerable<string> Lines(string folder)
    {
        try
        {
            if (Submission.ReadAll(folder) is not [.., var last])
            {
                return [];
            }

            var jobs = SlurmQueue.Find(folder);
            return [jobs.Count == 0 ? $"queue: empty; job {last.Workers} has ended" : $"queue: {States(jobs)}"];
        }
        catch (ClusterException problem)
        {
            return [$"queue: unknown: {problem.Message}"];
        }
    }

    /// <summary>For instance <c>2 running, 6 pending (Priority)</c>.</summary>
    public static string States(IReadOnlyList<QueuedJob> jobs) => string.Join(", ", jobs.GroupBy(job => job.State).Select(State));

    private static string State(IGrouping<string, QueuedJob> state)
    {
        var reasons = state.Select(job => job.Reason.Trim('(', ')')).Where(reason => reason.Length > 0).Distinct().Take(3);
        return $"{state.Count()} {state.Key.ToLowerInvariant()} ({string.Join(", ", reasons)})";
    }
}
