using SparsePlugins.Contracts;
using SparsePlugins.Hosting.Components;

namespace SparsePlugins.Hosting.Execution;

/// <summary>Checks what a reinitializer proposed before it is written.</summary>
internal static class RevivedRows
{
    /// <summary>The rows, if they keep the contract.</summary>
    /// <param name="component">Who proposed them.</param>
    /// <param name="rows">The proposal.</param>
    /// <param name="dead">K, the number of dead features.</param>
    /// <param name="width">D.</param>
    /// <exception cref="ComponentException">A shape or a value is wrong, or a direction is zero.</exception>
    public static FeatureWeights Check(Component component, FeatureWeights rows, long dead, long width)
    {
        ReturnedTensor.Require(component, nameof(rows.EncoderWeight), rows.EncoderWeight, "[K, D]", dead, width);
        ReturnedTensor.Require(component, nameof(rows.EncoderBias), rows.EncoderBias, "[K]", dead);
        ReturnedTensor.Require(component, nameof(rows.DecoderWeight), rows.DecoderWeight, "[K, D]", dead, width);
        return (rows.DecoderWeight.norm(dim: 1, keepdim: false) > 0).all().item<bool>()
            ? rows
            : throw ComponentException.For(component, "returned DecoderWeight with a row of zeros; a direction must not be zero");
    }
}
