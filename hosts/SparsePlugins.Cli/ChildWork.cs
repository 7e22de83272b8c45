using System.Text;
using SparsePlugins.Hosting.Data;
using SparsePlugins.Hosting.Execution;
using SparsePlugins.Hosting.Isolation;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Hosting.Plugins;
using SparsePlugins.Hosting.Records;
using SparsePlugins.TorchRuntime;

namespace SparsePlugins.Cli;

/// <summary>Some runs of one cohort, trained in this process for another that watches it.</summary>
/// <param name="request">What to do.</param>
/// <param name="reporter">Told what is done.</param>
/// <param name="stopping">Set when to stop.</param>
internal sealed class ChildWork(WorkRequest request, WorkReporter reporter, CancellationToken stopping)
{
    public int Execute()
    {
        try
        {
            Work();
            reporter.Done();
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Resumable;
        }
    }

    private void Work()
    {
        using var board = CallBoard.Open(request.Board);
        board.Occupy();
        var text = Encoding.UTF8.GetBytes(request.Text);
        var trust = PluginLock.ReadBeside(request.Manifest);
        using var library = ManifestPlugins.Open(request.Manifest, text, request.Overrides, request.PluginFolders, trust);
        var plugins = library.Current;
        // The parent looks at the data: no child reads all of it again.
        var loader = new ManifestLoader(plugins) { Surveys = new DataSurveys(request.Surveys ?? []) };
        var manifest = request.Inputs is { } planned
            ? loader.Reload(request.Manifest, text, request.Overrides, planned)
            : loader.Load(request.Manifest, text, request.Overrides);
        if (manifest.Result.Plan is not { } plan)
        {
            throw new UserException(ExitCode.Invalid, manifest.Result.Problems[0].ToString());
        }

        if (request.Runs.Length > 0)
        {
            var device = Devices.Choose(Devices.Parse(request.Device ?? plan.Device.ToString().ToLowerInvariant()));
            var workshop = new Workshop(plugins, manifest.Files, device.Device, Environments.Describe(device), stopping)
            {
                Surveys = manifest.Surveys,
            };
            var store = new RunStore(request.Folder);
            Execute(PreparedPlan.Of(plan, manifest.Text, workshop, store, fresh: false), workshop, store, board);
        }
    }

    private void Execute(PreparedPlan prepared, Workshop workshop, RunStore store, CallBoard board)
    {
        if (request.Runs.Except(prepared.Experiment.Runs.Select(run => run.Id)).Any())
        {
            throw new UserException(
                ExitCode.Invalid,
                "a plugin was changed since the sweep began; start it again, and it goes on with the new one"
            );
        }

        var options = new ExecutionOptions
        {
            CheckpointEvery = request.CheckpointEvery,
            KeepsWeights = request.KeepsWeights,
            CallLimit = TimeSpan.MaxValue, // The parent's to keep.
            Board = board,
        };
        new Executor(workshop, store, reporter, options).Execute(prepared.Only(request.Runs));
    }
}
