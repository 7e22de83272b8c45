using SparsePlugins.Contracts;

namespace SparsePlugins.Storage;

/// <summary>What a run keeps of the weights that it started from.</summary>
/// <param name="Encoders">The reference of new encoder rows where no feature lives.</param>
/// <param name="Coinciding">Features whose direction was that of an earlier feature.</param>
public sealed record InitialFacts(EncoderReference Encoders, int Coinciding)
{
    /// <summary>The facts of weights that weren't trained yet.</summary>
    public static InitialFacts Compute(AutoencoderWeights weights) =>
        new(EncoderReference.Of(weights), (int)Directions.CountCoinciding(weights.DecoderWeight));
}
