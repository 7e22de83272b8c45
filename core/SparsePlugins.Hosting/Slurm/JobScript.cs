using System.Globalization;

namespace SparsePlugins.Hosting.Slurm;

/// <summary>The scripts that sbatch gets.</summary>
public static class JobScript
{
    /// <summary>A worker. When the scheduler warns it, it checkpoints (exit code 75) and asks to be queued again.</summary>
    public static string Worker(WorkerJob job) =>
        $"""
            #!/bin/bash
            {Header(job, "")}
            #SBATCH --array={Indices(job)}
            #SBATCH --output={Log(job, "%A_%a")}
            #SBATCH --open-mode=append
            #SBATCH --requeue
            #SBATCH --signal=B:USR1@{job.Settings.Warning.ToString(CultureInfo.InvariantCulture)}
            {Resources(job.Settings)}
            # Trains runs that no other worker has, and checkpoints when the scheduler says so.
            {Setup(job)}
            {Words(job.Worker)} &
            worker=$!
            trap 'kill -USR1 "$worker" 2>/dev/null' USR1 USR2 TERM HUP

            wait "$worker"
            status=$?
            while [ "$status" -gt 128 ] && kill -0 "$worker" 2>/dev/null; do # A signal ended the wait, not the worker.
              wait "$worker"
              status=$?
            done
            if [ "$status" -gt 128 ]; then
              wait "$worker"
              status=$?
            fi

            # Not after 'sparse cancel' or scancel, whose jobs are no longer RUNNING. The scheduler may be away for a moment.
            job="$SLURM_ARRAY_JOB_ID"_"$SLURM_ARRAY_TASK_ID"
            for pause in 0 2 5 10 20 40; do
              [ "$status" -eq 75 ] || break
              sleep "$pause"
              state=$(squeue --noheader --jobs="$job" --format=%T) || continue
              [ "$state" = RUNNING ] || break
              scontrol requeue "$job" && break
            done
            exit "$status"

            """;

    /// <summary>The job that writes the report when all workers have ended.</summary>
    public static string Reporter(WorkerJob job) =>
        $"""
            #!/bin/bash
            {Header(job, "-report")}
            #SBATCH --output={Log(job, "%j")}
            {Setup(job)}
            {string.Join('\n', job.Reporters.Select(Words))}

            """;

    private static string Header(WorkerJob job, string suffix) =>
        string.Join(
            '\n',
            [
                $"#SBATCH --job-name={job.Name}{suffix}",
                .. Option("partition", job.Settings.Partition),
                .. Option("account", job.Settings.Account),
            ]
        );

    /// <summary>sbatch takes % for a number of the job, and a quoted value whole.</summary>
    private static string Log(WorkerJob job, string number) => $"\"{job.Place.Replace("%", "%%", StringComparison.Ordinal)}/{number}.log\"";

    private static string Resources(ClusterSettings settings) =>
        string.Join(
            '\n',
            [
                $"#SBATCH --cpus-per-task={settings.Cpus.ToString(CultureInfo.InvariantCulture)}",
                .. settings.Gpus > 0 ? new[] { $"#SBATCH --gres=gpu:{settings.Gpus.ToString(CultureInfo.InvariantCulture)}" } : [],
                .. Option("time", settings.Time),
                .. Option("mem", settings.Memory),
                .. settings.Options.Select(option => $"#SBATCH {option}"),
            ]
        );

    private static string[] Option(string name, string value) => value.Length > 0 ? [$"#SBATCH --{name}={value}"] : [];

    private static string Indices(WorkerJob job)
    {
        var last = (job.Tasks - 1).ToString(CultureInfo.InvariantCulture);
        return job.AtOnce is { } most ? $"0-{last}%{most.ToString(CultureInfo.InvariantCulture)}" : $"0-{last}";
    }

    private static string Setup(WorkerJob job) =>
        string.Join('\n', [.. job.Settings.Setup, $"cd {Quote(Directory.GetCurrentDirectory())} || exit 1"]);

    private static string Words(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>A word that the shell takes as it is.</summary>
    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
