using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Metrics;

/// <summary>Short ways to ask a metric about a case worked by hand.</summary>
internal static class Measured
{
    /// <summary>A dictionary with the given rows, and the true features behind it; only its decoder matters.</summary>
    internal static MetricSubject Dictionary(float[,] decoder, float[,] truth, params float[] firing)
    {
        var weights = new AutoencoderWeights(tensor(decoder), zeros(decoder.GetLength(0)), tensor(decoder), zeros(decoder.GetLength(1)));
        var probabilities = firing.Length > 0 ? tensor(firing) : ones(truth.GetLength(0));
        return new MetricSubject(weights, new GroundTruth(tensor(truth), probabilities), _ => throw new NotSupportedException());
    }

    /// <summary>A batch of evaluation data; what a case does not need is zero.</summary>
    internal static EvaluationBatch Batch(float[,] input, float[,] reconstruction, float[,]? codes = null) =>
        new(tensor(input), tensor(codes ?? new float[input.GetLength(0), 1]), tensor(reconstruction));

    /// <summary>The value of one measurement after some batches.</summary>
    internal static double Value(this IMetric metric, MetricSubject subject, string name, params IEnumerable<EvaluationBatch> batches)
    {
        foreach (var batch in batches)
            ((IObservingMetric)metric).Observe(batch);
        return metric.Measure(subject).Single(measurement => measurement.Name == name).Value;
    }
}
