namespace SparsePlugins.Hosting.Slurm;

/// <summary>Submits the workers of an experiment, and asks about them.</summary>
public static class SlurmQueue
{
    /// <summary>Writes the scripts and submits the workers, and after them the report.</summary>
    /// <param name="job">What to submit.</param>
    /// <exception cref="ClusterException">The scheduler can't be reached or refuses; nothing is queued then.</exception>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public static Submission Submit(WorkerJob job)
    {
        Directory.CreateDirectory(job.Place);
        var workers = Submit(Write(job, "worker.sh", JobScript.Worker(job)));
        try
        {
            var report = Submit(Write(job, "report.sh", JobScript.Reporter(job)), $"--dependency=afterany:{workers}");
            var submission = new Submission(DateTime.UtcNow, workers, report, job.Tasks);
            submission.AppendTo(job.Folder);
            return submission;
        }
        catch
        {
            SlurmTool.Run("scancel", workers); // Nobody would know of them.
            throw;
        }
    }

    /// <summary>The jobs of a folder that are queued or run.</summary>
    /// <exception cref="ClusterException">The scheduler can't be reached.</exception>
    public static IReadOnlyList<QueuedJob> Find(string folder)
    {
        string[] ids = [.. Submission.ReadAll(folder).SelectMany(one => new[] { one.Workers, one.Report })];
        return ids.Length == 0 ? [] : [.. QueuedJob.All().Where(job => ids.Contains(job.Job))];
    }

    /// <summary>Ends the jobs of a folder; workers checkpoint what they train.</summary>
    /// <returns>Those that were queued or ran.</returns>
    /// <exception cref="ClusterException">The scheduler can't be reached or refuses.</exception>
    public static IReadOnlyList<QueuedJob> Cancel(string folder)
    {
        var jobs = Find(folder);
        string[] ids = [.. jobs.Select(job => job.Job).Distinct()];
        if (ids.Length > 0)
        {
            SlurmTool.Run("scancel", ids);
        }

        return jobs;
    }

    private static string Write(WorkerJob job, string name, string script)
    {
        var path = Path.Combine(job.Place, name);
        File.WriteAllText(path, script);
        return path;
    }

    /// <summary>The id that sbatch gives, without the name of the cluster that may follow it.</summary>
    private static string Submit(string script, params IEnumerable<string> options) =>
        SlurmTool.Run("sbatch", ["--parsable", .. options, script]).Trim().Split(';')[0];
}
