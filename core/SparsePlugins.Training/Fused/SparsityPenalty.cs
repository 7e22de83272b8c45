using SparsePlugins.Contracts;

namespace SparsePlugins.Training.Fused;

/// <summary>What makes codes sparse, summed over the batch.</summary>
internal static class SparsityPenalty
{
    /// <summary>The term of the loss.</summary>
    /// <param name="codes">The form.</param>
    /// <param name="active">Codes that are not 0.</param>
    /// <param name="sum">Theirs.</param>
    /// <param name="rows">B.</param>
    public static double Of(FusedCodes codes, int active, double sum, int rows) =>
        codes switch
        {
            ReluCodes relu => relu.L1 * sum,
            TopKCodes top => top.L1 * sum,
            JumpReluCodes { TargetL0: { } target } jump => jump.Sparsity * rows * Math.Pow(active / (target * rows) - 1, 2),
            JumpReluCodes jump => jump.Sparsity * active,
            _ => 0,
        };

    /// <summary>Its derivative with respect to the number of active codes.</summary>
    public static double Slope(JumpReluCodes codes, int active, int rows) =>
        codes.TargetL0 is { } target ? 2 * codes.Sparsity / target * (active / (target * rows) - 1) : codes.Sparsity;
}
