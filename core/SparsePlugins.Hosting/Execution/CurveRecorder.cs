using SparsePlugins.Contracts;
using SparsePlugins.Records;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Collects measurements over training, by name, in the order in which names first appear.</summary>
internal sealed class CurveRecorder
{
    private readonly OrderedDictionary<string, (Measurement First, List<long> Steps, List<double> Values)> _curves = [];

    /// <summary>The curves so far.</summary>
    public IReadOnlyList<Curve> Curves =>
        [
            .. _curves.Values.Select(curve => new Curve(
                curve.First.Name,
                curve.First.Unit,
                curve.First.Better.ToString().ToLowerInvariant(),
                [.. curve.Steps],
                [.. curve.Values]
            )),
        ];

    /// <summary>Goes on from curves that were recorded before.</summary>
    public void Restore(IEnumerable<Curve> curves)
    {
        foreach (var curve in curves)
        {
            var first = new Measurement(curve.Measurement, double.NaN, curve.Unit, Enum.Parse<Better>(curve.Better, ignoreCase: true));
            _curves[curve.Measurement] = (first, [.. curve.Steps], [.. curve.Values]);
        }
    }

    /// <summary>Adds a point.</summary>
    public void Add(long step, Measurement measurement)
    {
        if (!_curves.TryGetValue(measurement.Name, out var curve))
        {
            curve = (measurement, [], []);
            _curves.Add(measurement.Name, curve);
        }

        curve.Steps.Add(step);
        curve.Values.Add(measurement.Value);
    }
}
