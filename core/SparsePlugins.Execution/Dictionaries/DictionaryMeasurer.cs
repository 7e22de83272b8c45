using System.Diagnostics;
using SparsePlugins.Events;
using SparsePlugins.Execution.Data;
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

    /// <summary>Measures what has no record yet and no other process measures. A failure ends the record of one dictionary, not the others.</summary>
    /// <param name="dictionaries">What is left.</param>
    /// <exception cref="OperationCanceledException">The user stopped it; records that were written stay.</exception>
    public void Measure(IReadOnlyList<PreparedDictionary> dictionaries)
    {
        foreach (var group in dictionaries.GroupBy(one => one.Cohort))
        {
            LibTorch.Load();
            set_num_threads(context.Environment.Threads); // As for runs: the ids say so.
            Measure(group.Key, [.. group]);
        }
    }

    private void Measure(Cohort cohort, IReadOnlyList<PreparedDictionary> dictionaries)
    {
        var claimed = new Dictionary<PreparedDictionary, IDisposable>();
        try
        {
            foreach (var dictionary in dictionaries)
            {
                if (store.Claims.TryClaim(dictionary.Key.Id) is { } claim)
                {
                    claimed.Add(dictionary, claim);
                }
            }

            PreparedDictionary[] left = [.. claimed.Keys.Where(one => !store.IsFinished(one.Key.Id))]; // Another process may just have ended it.
            if (left.Length > 0)
            {
                MeasureClaimed(cohort, left);
            }
        }
        finally
        {
            claimed.Values.ToList().ForEach(claim => claim.Dispose());
        }
    }

    private void MeasureClaimed(Cohort cohort, IReadOnlyList<PreparedDictionary> dictionaries)
    {
        var source = context.Plugins.Find(ComponentKind.Source, cohort.Source.Name);
        var metrics = dictionaries[0].Metrics;
        var withModel = metrics.Any(metric => CohortModel.Needs(context.Plugins.Find(ComponentKind.Metric, metric.Component.Name)));
        var progress = new SourceWork(observer);
        try
        {
            using var data = CohortData.Open(cohort, source, context.Files, context.Device, context.Cancellation, withModel, progress);
            foreach (var dictionary in dictionaries)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var record = Measure(dictionary, data);
                _recorder.End(
                    context.Files.ChangeFor(metrics.Select(metric => metric.Component).Prepend(cohort.Source)) is { } change
                        ? Failed(dictionary, change)
                        : record
                );
            }
        }
        catch (ComponentException failure)
        {
            // The source can't be opened or closed.
            observer.Observe(ComponentFailed.From(failure));
            foreach (var dictionary in dictionaries.Where(one => !_recorder.HasEnded(one.Key.Id)))
            {
                _recorder.End(Failed(dictionary, failure.Message));
            }
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
            return Failed(dictionary, error.Message);
        }
    }

    private RunRecord Measured(PreparedDictionary dictionary, CohortData data)
    {
        var component = context.Plugins.Find(ComponentKind.Architecture, dictionary.Given.Dictionary.Architecture);
        using var runner = new DictionaryRunner(context.Plugins, dictionary.Given.Dictionary, context.Device);
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
        var facts = RunData.Describe(dictionary.Cohort.Source, dictionary.Cohort.Inputs, context.Surveys, data);
        var timings = new Timings(0, clock.Elapsed.TotalSeconds, data.Seconds);
        return Record(dictionary, Outcome.Completed, "", curves.Curves, timings, facts, view);
    }

    private static RunRecord Failed(PreparedDictionary dictionary, string message) =>
        Record(dictionary, Outcome.Failed, message, [], new Timings(0, 0, 0), null, null);

    private static RunRecord Record(
        PreparedDictionary dictionary,
        Outcome outcome,
        string message,
        IReadOnlyList<Curve> curves,
        Timings timings,
        DataFacts? data,
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
            timings: timings,
            weights: "",
            data: data,
            dictionary: view
        );
}
