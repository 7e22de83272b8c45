namespace SparsePlugins.Kernels;

/// <summary>How far an update goes: Adam's settings.</summary>
/// <param name="LearningRate">Step size.</param>
/// <param name="Beta1">Decay of the first moment, in [0, 1).</param>
/// <param name="Beta2">Decay of the second moment, in [0, 1).</param>
/// <param name="Epsilon">Addition to the denominator.</param>
public sealed record AdamOptions(double LearningRate = 3e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8)
{
    /// <summary>Largest norm of the gradient of all parameters together; 0 for any.</summary>
    public double Clip { get; init; }

    /// <summary>What a weight loses of itself in an update, divided by the learning rate: decoupled, as in AdamW (arXiv 1711.05101).</summary>
    public double WeightDecay { get; init; }
}
