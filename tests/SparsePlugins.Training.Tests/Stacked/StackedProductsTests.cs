using SparsePlugins.Training.Stacked;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Tests.Stacked;

/// <summary>
/// Products of factors that bfloat16 can't hold, worked by hand: 1.003 is 1 in it, 1.005 is 1.0078125, and it has steps of 2^-7 from 1 and of 2^-5 from 4.
/// </summary>
public sealed class StackedProductsTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _left = tensor([1.003f, 5f]).reshape(1, 1, 2).requires_grad_();
    private readonly Tensor _right = tensor([1f, 1.005f]).reshape(1, 2, 1).requires_grad_();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void In_bfloat16_factors_and_the_result_are_rounded_and_what_is_added_is_not()
    {
        var products = new StackedProducts(ScalarType.BFloat16);

        Assert.Equal(6.03125f, products.Times(_left, _right).item<float>()); // 1 + 5 x 1.0078125 = 6.0390625, rounded.
        Assert.Equal(6.03125f + 0.001f, products.Plus(_left, _right, tensor(0.001f)).item<float>());
    }

    [Fact]
    public void So_are_those_of_the_gradients()
    {
        (new StackedProducts(ScalarType.BFloat16).Times(_left, _right) * 1.005f).sum().backward();

        Assert.Equal([1.0078125f, 1.015625f], _left.grad!.data<float>().ToArray()); // 1.0078125 x (1, 1.0078125), rounded.
        Assert.Equal([1.0078125f, 5.03125f], _right.grad!.data<float>().ToArray()); // 1.0078125 x (1, 5), rounded.
    }

    [Fact]
    public void In_float32_nothing_is_rounded()
    {
        var products = new StackedProducts(ScalarType.Float32);

        Assert.Equal(1.003f + (5 * 1.005f), products.Times(_left, _right).item<float>(), 1e-6f);
        Assert.Equal(1.003f + (5 * 1.005f) + 0.001f, products.Plus(_left, _right, tensor(0.001f)).item<float>(), 1e-6f);
    }
}
