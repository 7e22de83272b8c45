using SparsePlugins.Contracts;
using SparsePlugins.Events;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Specs;

namespace SparsePlugins.Hosting;

/// <summary>Has the sources of a manifest do the work that all runs share, and trains nothing.</summary>
public static class SourceRecorder
{
    /// <summary>Records each distinct source once.</summary>
    /// <param name="experiment">With a plan.</param>
    /// <param name="observer">Receives the progress.</param>
    /// <param name="stop">Set when the user stops it.</param>
    /// <returns>What each source keeps, by its label; <see langword="null"/> for one that keeps nothing in files.</returns>
    /// <exception cref="ComponentException">A source failed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the same call continues.</exception>
    public static IReadOnlyList<(string Source, Recording? Recording)> Record(
        Experiment experiment,
        IRunObserver observer,
        CancellationToken stop
    )
    {
        var context = experiment.CreateContext(observer, stop);
        var sources = experiment.Plan!.Cohorts.Select(cohort => cohort.Source).DistinctBy(source => source.Label).ToList();
        return [.. sources.Select(source => (source.Label, Record(source)))];

        Recording? Record(ComponentSpec spec)
        {
            var component = experiment.Plugins.Find(spec.Kind, spec.Name);
            using var call = new ComponentContext(context.Device, new RandomSeed(0), stop) { Progress = new SourceWork(observer) };
            return component.Create<IActivationSource>(spec, context.Files) is IRecordingSource source
                ? ComponentException.Guard(component, () => source.Record(call))
                : null;
        }
    }
}
