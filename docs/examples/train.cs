#:project ../../core/SparsePlugins.Hosting/SparsePlugins.Hosting.csproj
#:property PublishAot=false
#:property UsesLibTorch=true
// Trains a manifest through the library and prints the last value of each run's first measurement. From the repository, after a build:
//   dotnet run -c Release docs/examples/train.cs -- experiments/quickstart.yaml runs/quickstart hosts/SparsePlugins.Cli/bin/Release/net10.0/plugins

using SparsePlugins.Events;
using SparsePlugins.Hosting;

if (args is not [var manifest, var folder, var plugins])
{
    Console.Error.WriteLine("usage: train.cs MANIFEST FOLDER PLUGINS");
    return 3;
}

var settings = new RunSettings(manifest) { Folder = folder, PluginPaths = [plugins] };
var printer = new Printer();
using var experiment = Experiment.Open(settings, printer, CancellationToken.None);
if (experiment.Plan is null)
{
    return 3; // The printer received ManifestRefused, with the problems.
}

var outcome = experiment.Run(printer, CancellationToken.None);
foreach (var record in outcome.Records.Where(record => record.Curves.Count > 0))
{
    var curve = record.Curves[0];
    Console.WriteLine($"{record.Id}  seed {record.Seed}  {record.Initializer}: {curve.Measurement} {curve.Values[^1]:0.000}");
}

Console.WriteLine($"{outcome.Finished} of {outcome.Total} runs are finished: {outcome.Report}");
return outcome.Failed > 0 ? 1 : 0;

internal sealed class Printer : IRunObserver
{
    public void Observe(RunEvent happened) => Console.Error.WriteLine(happened);
}
