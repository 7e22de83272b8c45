#:project ../core/SparsePlugins.Hosting/SparsePlugins.Hosting.csproj
#:property PublishAot=false
#:property UsesLibTorch=true
// How busy many cores would be with manifests, by simulation: the cohorts are cut into parts as 'sparse run' cuts them, and each part goes to the first core that
// is free. Runs take one time each, and drawing the data of a part 15 % of that. Updates on several cores are left out. From the repository, after a build:
//   dotnet run -c Release scripts/schedule.cs -- hosts/SparsePlugins.Cli/bin/Release/net10.0/plugins experiments/quickstart.yaml...

using SparsePlugins.Events;
using SparsePlugins.Execution;
using SparsePlugins.Hosting;

int[] cores = [2, 8, 64];
if (args is not [var plugins, .. var manifests] || manifests.Length == 0)
{
    Console.Error.WriteLine("usage: schedule.cs PLUGINS MANIFEST...");
    return 3;
}

Console.WriteLine($"| manifest | runs | cohorts |{string.Concat(cores.Select(count => $" times as fast on {count} |"))}");
Console.WriteLine($"|---|---|---|{string.Concat(cores.Select(_ => "---|"))}");
foreach (var manifest in manifests)
{
    var folder = Directory.CreateTempSubdirectory().FullName;
    try
    {
        var observer = new Silent();
        using var experiment = Experiment.Open(
            new RunSettings(manifest) { Folder = folder, PluginPaths = [plugins] },
            observer,
            CancellationToken.None
        );
        var pending = experiment.Prepare(experiment.CreateContext(observer, CancellationToken.None)).Pending;
        var speeds = cores.Select(count =>
            $" {CohortParts.Makespan(pending, 1) / CohortParts.Makespan(CohortParts.Split(pending, count, experiment.Plugins), count):0.0} |"
        );
        Console.WriteLine($"| {manifest} | {pending.Sum(cohort => cohort.Runs.Count)} | {pending.Count} |{string.Concat(speeds)}");
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

return 0;

internal sealed class Silent : IRunObserver
{
    public void Observe(RunEvent happened) { }
}
