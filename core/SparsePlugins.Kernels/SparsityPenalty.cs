using SparsePlugins.Contracts;

namespace SparsePlugins.Kernels;

/// <summary>What makes codes sparse, summed over the batch.</summary>
internal static class SparsityPenalty
{
    /// <summary>The term of the loss.</summary>
    /// <param name="codes">The form.</param>
    /// <param name="active">Codes that are not 0.</param>
    /// <param name="sum">Theirs.</param>
    /// <param name="rows">B.</param>
    public static double Of(FusedCodes codes, CodeList active, double sum, int rows) =>
        codes switch
        {
            ReluCodes relu => relu.L1 * sum,
            TopKCodes top => top.L1 * sum,
            JumpReluCodes { TanhScale: { } steepness } jump => jump.Sparsity * TanhSum(active, steepness),
            JumpReluCodes { TargetL0: { } target } jump => jump.Sparsity * rows * Math.Pow(active.Count / (target * rows) - 1, 2),
            JumpReluCodes jump => jump.Sparsity * active.Count,
            _ => 0,
        };

    /// <summary>Its derivative with respect to the number of active codes.</summary>
    public static double Slope(JumpReluCodes codes, int active, int rows) =>
        codes switch
        {
            { TanhScale: not null } => 0,
            { TargetL0: { } target } => 2 * codes.Sparsity / target * (active / (target * rows) - 1),
            _ => codes.Sparsity,
        };

    private static unsafe double TanhSum(CodeList codes, double steepness)
    {
        var sum = 0.0;
        for (var i = 0; i < codes.Count; i++)
        {
            sum += Math.Tanh(steepness * codes.Values[i]);
        }

        return sum;
    }
}
