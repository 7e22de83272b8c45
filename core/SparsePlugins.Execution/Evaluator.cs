using SparsePlugins.Contracts;
using SparsePlugins.Plugins;
using SparsePlugins.Plugins.Components;
using SparsePlugins.Records;
using SparsePlugins.Specs;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Measures a dictionary with the metrics that are due at a step.</summary>
internal sealed class Evaluator(
    IReadOnlyList<MetricSpec> metrics,
    RunArchitecture architecture,
    PluginSet plugins,
    InputFiles files,
    CohortData data
)
{
    private readonly (MetricSpec Spec, Component Component)[] _metrics =
    [
        .. metrics.Select(metric => (metric, plugins.Find(ComponentKind.Metric, metric.Component.Name))),
    ];

    /// <summary>Whether any metric is due.</summary>
    public bool IsDue(long step) => _metrics.Any(metric => step % metric.Spec.Every == 0);

    /// <summary>The measurements at a step.</summary>
    /// <param name="parameters">The dictionary.</param>
    /// <param name="step">Updates made.</param>
    /// <param name="all">Measures all metrics, due or not: at the first and the last step.</param>
    /// <exception cref="ComponentException">A metric failed.</exception>
    public IReadOnlyList<MetricMeasurement> Measure(ParameterSet parameters, long step, bool all)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var due = _metrics
            .Where(metric => all || step % metric.Spec.Every == 0)
            .Select(metric => (metric.Component, Metric: metric.Component.Create<IMetric>(metric.Spec.Component, files)))
            .ToArray();
        Observe(
            parameters,
            [.. due.Where(one => one.Metric is IObservingMetric).Select(one => (one.Component, (IObservingMetric)one.Metric))]
        );

        var copy = Snapshot.Create(parameters);
        var subject = new MetricSubject(copy.Weights, Snapshot.Create(data.Truth), rows => Run(copy, rows))
        {
            Model = data.Model?.With(rows => Run(copy, rows).Reconstruction),
        };
        var names = new HashSet<string>();
        return
        [
            .. due.SelectMany(one =>
                PluginCall
                    .Compute(one.Component, () => Named(one.Component, one.Metric.Measure(subject), names))
                    .Select(measurement => new MetricMeasurement(one.Component, measurement))
            ),
        ];
    }

    /// <summary>What a dictionary is like at the end of its training.</summary>
    /// <param name="parameters">The dictionary.</param>
    /// <exception cref="ComponentException">The architecture failed.</exception>
    public DictionaryFacts View(ParameterSet parameters)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var fired = FiringCounts.Of(data.Evaluation, rows => Run(parameters, rows.clone()).Codes);
        return DictionaryView.Create(fired, data.EvaluationRows, parameters.Weights.DecoderWeight, data.Truth);
    }

    private static IReadOnlyList<Measurement> Named(Component component, IReadOnlyList<Measurement> measurements, HashSet<string> names)
    {
        var name = component.Schema.Name;
        var wrong = measurements
            .Select((one, index) => index == 0 ? one.Name == name : one.Name.StartsWith(name + "-", StringComparison.Ordinal))
            .ToList()
            .IndexOf(false);
        if (measurements.Count == 0 || wrong >= 0)
        {
            var got = string.Join(", ", measurements.Select(one => one.Name));
            throw ComponentException.For(
                component,
                $"its first measurement must be named '{name}' and the others '{name}-...', got [{got}]"
            );
        }

        return measurements.FirstOrDefault(one => !names.Add(one.Name)) is { } twice
            ? throw ComponentException.For(component, $"its measurement '{twice.Name}' has the name of another one; names must differ")
            : measurements;
    }

    private void Observe(ParameterSet parameters, (Component Component, IObservingMetric Metric)[] observers)
    {
        if (observers.Length == 0)
        {
            return;
        }

        var firing = observers.Any(one => one.Component.Schema.Capabilities.Contains(SourceCapability.TrueFiring)) ? data.Firing : null;
        foreach (var (index, input) in data.Evaluation.Index())
        {
            using var scope = NewDisposeScope();
            // A copy: no metric of this run can change what the cohort's other runs are measured on.
            var batch = Run(parameters, input.clone()) with
            {
                Firing = firing?[index],
            };
            foreach (var (component, metric) in observers)
            {
                PluginCall.Compute(component, () => Observe(metric, batch));
            }
        }
    }

    private EvaluationBatch Run(ParameterSet parameters, Tensor rows)
    {
        var pass = architecture.Forward(parameters, rows, ForwardMode.Evaluate);
        return new EvaluationBatch(rows, pass.Codes, pass.Reconstruction);
    }

    private static IObservingMetric Observe(IObservingMetric metric, EvaluationBatch batch)
    {
        metric.Observe(batch);
        return metric;
    }
}
