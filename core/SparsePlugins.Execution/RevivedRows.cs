using SparsePlugins.Contracts;
using SparsePlugins.Plugins.Components;

namespace SparsePlugins.Execution;

/// <summary>Checks what a reinitializer proposed before it is written.</summary>
internal static class RevivedRows
{
    /// <summary>The rows, if they satisfy the contract.</summary>
    /// <param name="component">Who proposed them.</param>
    /// <param name="rows">The proposal.</param>
    /// <param name="dead">K, the number of dead features.</param>
    /// <param name="width">D.</param>
    /// <exception cref="ComponentException">A shape or a value is wrong, or a direction is zero.</exception>
    public static FeatureWeights Check(Component component, FeatureWeights rows, long dead, long width)
    {
        // Fewer rows than dead features revive as many; another shape is compared with that of a whole proposal.
        var revived = rows.DecoderWeight.shape is [var count, _] && count < dead ? count : dead;
        ReturnedTensor.Require(component, nameof(rows.EncoderWeight), rows.EncoderWeight, "[P, D]", revived, width);
        ReturnedTensor.Require(component, nameof(rows.EncoderBias), rows.EncoderBias, "[P]", revived);
        ReturnedTensor.Require(component, nameof(rows.DecoderWeight), rows.DecoderWeight, "[P, D]", revived, width);
        return (rows.DecoderWeight != 0).any(1).all().item<bool>()
            ? rows
            : throw ComponentException.For(component, "returned DecoderWeight with a row of zeros; a direction must not be zero");
    }
}
