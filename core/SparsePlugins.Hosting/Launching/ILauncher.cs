using SparsePlugins.Events;
using SparsePlugins.Execution;

namespace SparsePlugins.Hosting.Launching;

/// <summary>Has the runs of an experiment trained: in this process, in others, or elsewhere.</summary>
public interface ILauncher
{
    /// <summary>Trains runs and waits until each has its record.</summary>
    /// <param name="experiment">The experiment: its settings, manifest and folder.</param>
    /// <param name="runs">The runs to train.</param>
    /// <param name="context">What the runs work with.</param>
    /// <param name="observer">Receives what happens.</param>
    /// <exception cref="OperationCanceledException">It was stopped; runs that had ended have their records, the others a checkpoint.</exception>
    void Launch(Experiment experiment, PreparedPlan runs, RunContext context, IRunObserver observer);
}
