using static TorchSharp.torch;

namespace SparsePlugins.Contracts;

/// <summary>Proposes new weights for features that stopped firing.</summary>
/// <remarks>
/// It proposes; the trainer writes the rows, keeps decoder rows at length 1 and clears the optimizer's moments for them. When it is
/// asked, and which features count as dead, belongs to the manifest. Features with equal weights have equal gradients and never part, so where
/// there are fewer new directions than dead features it proposes as many as there are, and the other features stay dead until the next time.
/// </remarks>
public interface IDeadFeatureReinitializer
{
    /// <summary>New rows for the first P of the K dead features, in the order of <see cref="DeadFeatures.Indices"/>.</summary>
    /// <param name="dead">The dead features and what is known about the data; read-only.</param>
    /// <param name="context">Device, randomness, cancellation.</param>
    /// <returns>P rows, P from 0 to K.</returns>
    FeatureWeights Propose(DeadFeatures dead, ComponentContext context);
}

/// <summary>What a reinitializer is handed. K dead features, W worst examples, N sample rows.</summary>
/// <param name="Indices">[K] int64, ascending, K at least 1.</param>
/// <param name="Weights">The whole autoencoder as it is now.</param>
/// <param name="WorstExamples">
/// [W, D] the training examples with the largest squared error lately, worst first. W is at least 1 and at most F, and they are different directions: of
/// examples that coincide the one with the largest error is kept, of examples that are zero one.
/// </param>
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
)
{
    /// <summary>
    /// What encoders of living features are like: of those that aren't dead and were never revived. Where there is none, those of all features at the
    /// initialization: never what a revival wrote.
    /// </summary>
    public required EncoderReference Living { get; init; }

    /// <summary>The model that the rows come from, with the dictionary as it is now in it; never <see langword="null"/> for a reinitializer that needs <see cref="Capability.LanguageModel"/>.</summary>
    public ScoredModel? Model { get; init; }

    /// <summary>Of some candidates those that are new directions: different from each other and from the decoder rows of features that aren't dead.</summary>
    /// <param name="candidates">[N, D], the best first; of any length.</param>
    /// <returns>[P, D] rows of length 1 in the order of the candidates, P from 0 to K.</returns>
    public Tensor NewDirections(Tensor candidates)
    {
        using var scope = NewDisposeScope();
        var isLiving = ones(Weights.DecoderWeight.shape[0], dtype: ScalarType.Bool, device: Indices.device).index_fill_(0, Indices, 0);
        var taken = Weights.DecoderWeight.index_select(0, isLiving.nonzero().flatten());
        var places = Directions.Distinct(candidates, taken, Indices.shape[0]);
        return Directions.Unit(candidates.index_select(0, places)).MoveToOuterDisposeScope();
    }
}
