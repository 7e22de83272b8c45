using SparsePlugins.Records;

namespace SparsePlugins.Execution;

/// <summary>Collects measurements over training, by name, in the order in which names first appear.</summary>
internal sealed class CurveRecorder
{
    private readonly OrderedDictionary<string, (MeasurementFacts Facts, List<long> Steps, List<double> Values)> _curves = [];

    /// <summary>The curves so far.</summary>
    public IReadOnlyList<Curve> Curves => [.. _curves.Values.Select(curve => new Curve(curve.Facts, [.. curve.Steps], [.. curve.Values]))];

    /// <summary>The last value of a measurement, or else of the first one that has a better side; <see langword="null"/> where there is none.</summary>
    /// <param name="name">The measurement; <see langword="null"/> for none in particular.</param>
    public (MeasurementFacts Facts, double Value)? Last(string? name)
    {
        foreach (var (facts, _, values) in _curves.Values)
        {
            if (name is null ? !facts.Better.IsNeither : facts.Name == name)
            {
                return (facts, values[^1]);
            }
        }

        return null;
    }

    /// <summary>Continues curves that were recorded before.</summary>
    public void Restore(IEnumerable<Curve> curves)
    {
        foreach (var curve in curves)
        {
            _curves[curve.Measurement] = (curve.Facts, [.. curve.Steps], [.. curve.Values]);
        }
    }

    /// <summary>Adds a metric's measurement.</summary>
    public void Add(long step, MetricMeasurement measured) =>
        Add(
            step,
            measured.Measurement.Name,
            measured.Measurement.Value,
            () => MeasurementDescription.Create(measured.Metric, measured.Measurement)
        );

    /// <summary>Adds a value of the training loss.</summary>
    public void AddLoss(long step, double loss) =>
        Add(step, MeasurementDescription.TrainingLoss.Name, loss, () => MeasurementDescription.TrainingLoss);

    /// <summary>Adds what schedules came to.</summary>
    public void Add(long step, IEnumerable<(MeasurementFacts Facts, double Value)> schedules)
    {
        foreach (var (facts, value) in schedules)
        {
            Add(step, facts.Name, value, () => facts);
        }
    }

    private void Add(long step, string name, double value, Func<MeasurementFacts> describe)
    {
        if (!_curves.TryGetValue(name, out var curve))
        {
            curve = (describe(), [], []);
            _curves.Add(name, curve);
        }

        curve.Steps.Add(step);
        curve.Values.Add(value);
    }
}
