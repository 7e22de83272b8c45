namespace SparsePlugins.EndToEnd.Tests;

/// <summary>A test on a real SLURM of this machine, where its programs are there and may be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute() =>
        Skip =
            Environment.UserName != "root" ? "daemons of SLURM are started by root"
            : Array.Find(["slurmctld", "slurmd", "sbatch", "munged"], name => !IsThere(name)) is { } missing
                ? $"there is no {missing} (Debian: slurmctld slurmd slurm-client munge)"
            : null;

    private static bool IsThere(string program) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Append("/usr/sbin")
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
