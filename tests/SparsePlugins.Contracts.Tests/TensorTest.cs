using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Contracts.Tests;

/// <summary>A test whose tensors live until it ends.</summary>
public abstract class TensorTest : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    /// <summary>A context at the start of the stream of a seed.</summary>
    protected static ComponentContext Context(ulong seed = 5) => new(CPU, new RandomSeed(seed));

    /// <summary>The elements, row by row.</summary>
    protected static float[] Numbers(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    /// <summary>Fails unless every element is within 1e-6 of the expected one.</summary>
    protected static void AssertClose(float[] expected, Tensor actual) =>
        Assert.Equal(expected, Numbers(actual), (left, right) => Math.Abs(left - right) <= 1e-6f);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _scope.Dispose();
    }
}
