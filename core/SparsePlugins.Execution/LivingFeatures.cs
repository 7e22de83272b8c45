using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Which features live, and what their encoders are like.</summary>
internal static class LivingFeatures
{
    /// <summary>The features that aren't dead: [F - K] int64, ascending.</summary>
    public static Tensor Except(Tensor dead, long features)
    {
        using var scope = NewDisposeScope();
        return ones(features, dtype: ScalarType.Bool, device: dead.device)
            .index_fill_(0, dead, 0)
            .nonzero()
            .flatten()
            .MoveToOuterDisposeScope();
    }

    /// <summary>The reference of the features that aren't dead and were never revived; <see langword="null"/> where there is none.</summary>
    /// <remarks>
    /// Rows that a revival wrote don't count, or each revival would measure its rows by those of the last one, and encoders would shrink look by look
    /// where features keep dying.
    /// </remarks>
    public static EncoderReference? Reference(AutoencoderWeights weights, Tensor dead, IReadOnlySet<int> revived)
    {
        using var scope = NewDisposeScope();
        var living = Except(dead, weights.EncoderBias.shape[0])
            .cpu()
            .data<long>()
            .Where(feature => !revived.Contains((int)feature))
            .ToArray();
        return living.Length == 0 ? null : EncoderReference.Of(weights, tensor(living, device: dead.device));
    }
}
