using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Proposes new weights for features that stopped firing.</summary>
/// <remarks>
/// It proposes; the trainer writes the rows, keeps decoder rows at length 1 and clears the optimizer's moments for them. When it is
/// asked, and which features count as dead, belongs to the manifest.
/// </remarks>
public interface IDeadFeatureReinitializer
{
    /// <summary>New rows for the K dead features, in the order of <see cref="DeadFeatures.Indices"/>.</summary>
    /// <param name="dead">The dead features and what is known about the data; read-only.</param>
    /// <param name="context">Device, randomness, cancellation.</param>
    /// <returns>K rows.</returns>
    FeatureWeights Propose(DeadFeatures dead, ComponentContext context);
}

/// <summary>What a reinitializer is told. K dead features, W worst examples, N sample rows.</summary>
/// <param name="Indices">[K] int64, ascending, K at least 1.</param>
/// <param name="Weights">The whole autoencoder as it is now.</param>
/// <param name="WorstExamples">[W, D] the training examples with the largest squared error lately, worst first.</param>
/// <param name="WorstLosses">[W] their squared errors at the time.</param>
/// <param name="WorstResiduals">[W, D] what was unexplained of them, x - x_hat, at the time.</param>
/// <param name="Sample">[N, D] a uniform sample of training data: the latest batch.</param>
/// <param name="SampleLosses">[N] its squared errors now.</param>
public sealed record DeadFeatures(
    Tensor Indices,
    AutoencoderWeights Weights,
    Tensor WorstExamples,
    Tensor WorstLosses,
    Tensor WorstResiduals,
    Tensor Sample,
    Tensor SampleLosses
);

/// <summary>Proposed rows for K features.</summary>
/// <param name="EncoderWeight">[K, D].</param>
/// <param name="EncoderBias">[K].</param>
/// <param name="DecoderWeight">[K, D]; each row non-zero.</param>
public sealed record FeatureWeights(Tensor EncoderWeight, Tensor EncoderBias, Tensor DecoderWeight);
