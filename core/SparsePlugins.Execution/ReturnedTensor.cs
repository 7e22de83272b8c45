using SparsePlugins.Plugins.Components;
using static TorchSharp.torch;

namespace SparsePlugins.Execution;

/// <summary>Checks a tensor that a component returned.</summary>
internal static class ReturnedTensor
{
    /// <summary>Passes a float32 tensor of the right shape whose values are finite.</summary>
    /// <param name="component">Who returned it.</param>
    /// <param name="name">What it is called in the contract.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="letters">Its shape in letters, <c>[F, D]</c>.</param>
    /// <param name="size">Its shape in numbers.</param>
    /// <exception cref="ComponentException">It breaks one of the three.</exception>
    public static void Require(Component component, string name, Tensor tensor, string letters, params long[] size)
    {
        if (!tensor.shape.SequenceEqual(size) || tensor.dtype != ScalarType.Float32)
        {
            throw ComponentException.For(
                component,
                $"returned {name} {tensor.dtype} [{string.Join(", ", tensor.shape)}]; expected Float32 {letters} = [{string.Join(", ", size)}]"
            );
        }

        if (!isfinite(tensor).all().item<bool>())
        {
            throw ComponentException.For(component, $"returned {name} with a NaN or an infinity; every value must be finite");
        }
    }
}
