using System.CommandLine;
using SparsePlugins.Hosting.Slurm;

namespace SparsePlugins.Cli.Commands;

/// <summary>What jobs ask of a cluster, where the site's file says something else or nothing.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string> _partition = new("--partition") { Description = "The partition", HelpName = "P" };
    private readonly Option<string> _account = new("--account") { Description = "The account that is charged", HelpName = "A" };
    private readonly Option<string> _time = new("--time")
    {
        Description = "Time limit of a worker, for instance 4:00:00",
        HelpName = "TIME",
    };
    private readonly Option<string> _memory = new("--mem") { Description = "Memory of a worker, for instance 8G", HelpName = "SIZE" };
    private readonly Option<int?> _gpus = new("--gpus") { Description = "GPUs of a worker; default 0", HelpName = "N" };
    private readonly Option<int?> _cpus = new("--cpus") { Description = "Cores of a worker; default 1", HelpName = "N" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _partition, _account, _time, _memory, _gpus, _cpus })
        {
            command.Add(option);
        }
    }

    /// <summary>The site's settings with what the command line says in their place.</summary>
    /// <exception cref="ClusterException">The site's file or a value is wrong.</exception>
    public ClusterSettings Of(ParseResult parsed)
    {
        var site = ClusterFile.Read(ClusterFile.DefaultPath);
        return ClusterFile.Checked(
            site with
            {
                Partition = parsed.GetValue(_partition) ?? site.Partition,
                Account = parsed.GetValue(_account) ?? site.Account,
                Time = parsed.GetValue(_time) ?? site.Time,
                Memory = parsed.GetValue(_memory) ?? site.Memory,
                Gpus = parsed.GetValue(_gpus) ?? site.Gpus,
                Cpus = parsed.GetValue(_cpus) ?? site.Cpus,
            }
        );
    }
}
