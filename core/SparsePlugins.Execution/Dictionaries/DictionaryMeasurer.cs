using System.Diagnostics;
using SparsePlugins.Execution.Data;
using SparsePlugins.Execution.Events;
using SparsePlugins.Interchange;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using SparsePlugins.Storage;
using SparsePlugins.TorchRuntime;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Dictionaries;

/// <summary>Measures dictionaries that were not trained here, with the metrics and on the evaluation data of a manifest.</summary>
/// <param name="context">What they are measured with.</param>
/// <param name="store">Where records go.</param>
/// <param name="observer">Receives the progress.</param>
public sealed class DictionaryMeasurer(RunContext context, RunStore store, IRunObserver observer)
{
    private readonly RunRecorder _recorder = new(store, observer, keepsWeights: false);

    /// <summary>Measures what has no record yet. A failure ends the record of one dictionary, not the others.</summary>
    /// <param name="dictionaries">What is left.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; records that were written stay.</exception>
    public void Measure(IReadOnlyList<PreparedDictionary> dictionaries)
    {
        foreach (var group in dictionaries.GroupBy(one => one.Cohort))
        {
            LibTorch.Load();
            Measure(group.Key, [.. group]);
        }
    }

    private void Measure(Cohort cohort, IReadOnlyList<PreparedDictionary> dictionaries)
    {
        var source = context.Plugins.Find(ComponentKind.Source, cohort.Source.Name);
        var metrics = dictionaries[0].Metrics;
        var withModel = metrics.Any(metric => CohortModel.Needs(context.Plugins.Find(ComponentKind.Metric, metric.Component.Name)));
        var progress = new SourceWork(observer);
        using var data = CohortData.Open(cohort, source, context.Files, context.Device, context.Cancellation, withModel, progress);
        foreach (var dictionary in dictionaries)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            _recorder.End(Measure(dictionary, data));
        }
    }

    private RunRecord Measure(PreparedDictionary dictionary, CohortData data)
    {
        try
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            return Measured(dictionary, data);
        }
        catch (Exception error) when (error is ComponentException or InterchangeException)
        {
            observer.Observe(new ComponentFailed($"{dictionary.Given.Name}: {error.Message}", (error as ComponentException)?.Trace ?? ""));
            return Record(dictionary, data, Outcome.Failed, error.Message, [], 0, null);
        }
    }

    private RunRecord Measured(PreparedDictionary dictionary, CohortData data)
    {
        var component = context.Plugins.Find(ComponentKind.Architecture, dictionary.Given.Dictionary.Architecture);
        using var runner = new DictionaryRunner(context.Plugins, dictionary.Given.Dictionary);
        var architecture = new MeasuredArchitecture(runner, data.Rows.Transform);
        var evaluator = new Evaluator(
            dictionary.Metrics,
            new RunArchitecture(component, architecture),
            context.Plugins,
            context.Files,
            data
        );
        var (parameters, curves, clock) = (architecture.ForMetrics(), new CurveRecorder(), Stopwatch.StartNew());
        foreach (var measurement in evaluator.Measure(parameters, step: 0, all: true))
        {
            curves.Add(0, measurement);
        }

        var view = evaluator.View(parameters);
        return Record(dictionary, data, Outcome.Completed, "", curves.Curves, clock.Elapsed.TotalSeconds, view);
    }

    private RunRecord Record(
        PreparedDictionary dictionary,
        CohortData data,
        Outcome outcome,
        string message,
        IReadOnlyList<Curve> curves,
        double seconds,
        DictionaryFacts? view
    ) =>
        new(
            id: dictionary.Key.Id,
            spec: dictionary.Key.Spec,
            seed: dictionary.Cohort.Seed,
            source: dictionary.Cohort.Source.Label,
            architecture: dictionary.Given.Architecture,
            initializer: dictionary.Given.Name,
            reinitializer: ExperimentRun.NotTrained,
            plugins: dictionary.Key.Plugins,
            environment: dictionary.Key.Environment,
            outcome: outcome,
            message: message,
            steps: 0,
            batch: dictionary.Cohort.Batch,
            curves: curves,
            reinitializations: [],
            coinciding: [],
            timings: new Timings(0, seconds, data.Seconds),
            weights: "",
            data: RunData.Describe(dictionary.Cohort.Source, dictionary.Cohort.Inputs, context.Surveys, data),
            dictionary: view
        );
}
