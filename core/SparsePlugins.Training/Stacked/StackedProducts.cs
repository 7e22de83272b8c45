using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary>Products of N matrices each, whose factors and results are rounded to a type, as <c>torch.autocast</c> rounds them; so are those of the gradients.</summary>
/// <param name="type">float32, which rounds nothing, or bfloat16.</param>
internal sealed class StackedProducts(ScalarType type)
{
    /// <summary>The product, in float32.</summary>
    /// <param name="left">[N, B, K].</param>
    /// <param name="right">[N, K, C].</param>
    /// <returns>[N, B, C].</returns>
    public Tensor Times(Tensor left, Tensor right) =>
        type == ScalarType.Float32 ? left.bmm(right) : left.to(type).bmm(right.to(type)).to(ScalarType.Float32);

    /// <summary>The product with something added to it.</summary>
    /// <param name="left">[N, B, K].</param>
    /// <param name="right">[N, K, C].</param>
    /// <param name="added">What can be expanded to [N, B, C]; never rounded.</param>
    public Tensor Plus(Tensor left, Tensor right, Tensor added) =>
        type == ScalarType.Float32
            ? left.baddbmm(right, added) // TorchSharp calls it on the first factor.
            : Times(left, right) + added;
}
