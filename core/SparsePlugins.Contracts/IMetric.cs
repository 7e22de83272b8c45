using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Measures a dictionary. The host makes a new instance for every evaluation.</summary>
public interface IMetric
{
    /// <summary>
    /// What was measured. The first measurement has the component's own name, and a manifest's <c>stop_when</c> means that one; the names of
    /// the others begin with it and a hyphen.
    /// </summary>
    /// <param name="subject">The dictionary and, where known, the truth; read-only.</param>
    IReadOnlyList<Measurement> Measure(MetricSubject subject);
}

/// <summary>A metric that sees the evaluation data before it measures.</summary>
public interface IObservingMetric : IMetric
{
    /// <summary>Called once for every batch of the evaluation data, before <see cref="IMetric.Measure"/>.</summary>
    /// <param name="batch">Read-only.</param>
    void Observe(EvaluationBatch batch);
}

/// <summary>What the autoencoder made of a batch of evaluation data.</summary>
/// <param name="Input">[B, D].</param>
/// <param name="Codes">[B, F]; a feature is active where its code is not 0, and some architectures have negative codes.</param>
/// <param name="Reconstruction">[B, D].</param>
public sealed record EvaluationBatch(Tensor Input, Tensor Codes, Tensor Reconstruction)
{
    /// <summary>For each row the true features that are active in it, ascending; read-only. Never <see langword="null"/> for a metric that needs <see cref="Capability.TrueFiring"/>.</summary>
    public IReadOnlyList<int[]>? Firing { get; init; }
}

/// <summary>One number.</summary>
/// <param name="Name">In kebab-case: the metric's name, or the metric's name, a hyphen and more.</param>
/// <param name="Value">The number; NaN where it is undefined.</param>
/// <param name="Unit">Its unit, or empty for a ratio.</param>
/// <param name="Better">Which way is better.</param>
public sealed record Measurement(string Name, double Value, string Unit, Better Better);

/// <summary>Which way a measurement is better.</summary>
public enum Better
{
    /// <summary>Larger is better.</summary>
    Higher,

    /// <summary>Smaller is better.</summary>
    Lower,

    /// <summary>Neither: it describes.</summary>
    Neither,
}
