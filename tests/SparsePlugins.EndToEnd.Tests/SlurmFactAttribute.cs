namespace SparsePlugins.EndToEnd.Tests;

/// <summary>A test on a real SLURM of this machine, where its programs are there and may be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute() =>
        Skip =
            Environment.UserName != "root" ? "daemons of SLURM are started by root"
            : Array.Find(["unshare", "slurmctld", "slurmd", "sbatch", "munged"], name => !IsThere(name)) is { } missing
                ? $"there is no {missing} (Debian: util-linux slurmctld slurmd slurm-client munge)"
            : !OwnHostNameFactAttribute.IsAllowed() ? "daemons of SLURM can't have a host name of their own here (unshare --uts)"
            : null;

    private static bool IsThere(string program) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Append("/usr/sbin")
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
