using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace ComponentNamePlugin;

/// <summary>Settings of <see cref="ComponentNameMetric"/>.</summary>
/// <remarks>Each property is an option: Above is written `above` in a manifest, its first value is the default, the summary the help.</remarks>
public sealed record ComponentNameOptions
{
    /// <summary>A code counts as active if it is larger than this.</summary>
    [Range(0.0, 1000.0)]
    public double Above { get; init; } = 0;
}

/// <summary>Mean strength of active codes.</summary>
/// <remarks>
/// Source: the example of `sparse plugin new`. Departures: none.
/// A new one is made for every evaluation, so it may add up in fields: numbers, not tensors. One that reads the dictionary alone implements IMetric
/// and has no Observe; one with [Needs(Capability.GroundTruth)] gets subject.Truth, one with [Needs(Capability.LanguageModel)] subject.Model.
/// </remarks>
[Component("component-name")]
// One for each measurement: planning then checks thresholds and names, and reports say what it means. A DisplayName is what they call it.
[Measures("component-name", Better.Neither, Least = 0, Meaning = "mean strength of active codes, over the evaluation data")]
public sealed class ComponentNameMetric(ComponentNameOptions options) : IObservingMetric
{
    private double _sum;
    private long _active;

    /// <inheritdoc/>
    public void Observe(EvaluationBatch batch)
    {
        // Your idea goes here: batch.Input is [B, D], batch.Codes [B, F], batch.Reconstruction [B, D].
        var active = batch.Codes > options.Above;
        _sum += (batch.Codes * active).sum(ScalarType.Float64).item<double>();
        _active += active.sum().item<long>();
    }

    /// <inheritdoc/>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject) =>
        // The first measurement has the metric's name; further ones begin with it: component-name-median. NaN means undefined.
        [new Measurement("component-name", _sum / _active, Unit: "", Better.Neither)];
}
