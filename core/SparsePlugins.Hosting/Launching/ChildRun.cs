using System.Text;
using SparsePlugins.Events;
using SparsePlugins.Hosting.Manifests;
using SparsePlugins.Plugins.Calls;

namespace SparsePlugins.Hosting.Launching;

/// <summary>The child's side of <see cref="ChildProcessLauncher"/>: trains some runs of one cohort for a parent process that watches it.</summary>
/// <param name="request">What to train.</param>
/// <param name="parent">Passes events to the parent.</param>
/// <param name="stop">Set when to stop.</param>
public sealed class ChildRun(ChildRequest request, IRunObserver parent, CancellationToken stop)
{
    /// <summary>Trains the runs and reports that all is done.</summary>
    /// <exception cref="ChildRefusedException">What is loaded here is not what the parent loaded.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the runs have checkpoints.</exception>
    public void Execute()
    {
        using var board = CallBoard.Open(request.Board);
        board.Occupy();
        var text = new ManifestText(request.Settings.Manifest, Encoding.UTF8.GetBytes(request.Text), request.Settings.Overrides);
        using var experiment = ExperimentOpening.OpenAsChild(request, text, stop);
        if (experiment.Plan is null)
        {
            throw new ChildRefusedException(experiment.Manifest.Result.Problems[0].ToString());
        }

        if (request.Runs.Count > 0)
        {
            Train(experiment, board);
        }

        parent.Observe(new ExperimentEnded(request.Runs.Count, request.Runs.Count, Failed: 0, Stopped: false));
    }

    private void Train(Experiment experiment, CallBoard board)
    {
        var context = experiment.CreateContext(parent, stop);
        var prepared = experiment.Prepare(context);
        if (request.Runs.Except(prepared.Experiment.Runs.Select(run => run.Id)).Any())
        {
            throw new ChildRefusedException("a plugin changed while the experiment ran; start the same command again to use the new build");
        }

        new InProcessLauncher(board).Launch(experiment, prepared.Only([.. request.Runs]), context, parent);
    }
}
