using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.ShippedPlugins.Tests.Initializers;

public sealed class OrthogonalInitializerTests : InitializerConformance
{
    protected override IDictionaryInitializer Create() => new OrthogonalInitializer(new());

    [Theory]
    [InlineData(6, 4)]
    [InlineData(6, 6)]
    [InlineData(6, 15)]
    public void Rows_of_one_block_are_orthonormal(int activationDim, int features)
    {
        var directions = Initialize(new ToyProblem(activationDim, features)).DecoderWeight;
        foreach (var block in directions.split(activationDim, 0))
            AssertClose(eye(block.shape[0]), block.matmul(block.T));
    }

    [Fact]
    public void Blocks_differ() =>
        Assert.NotEqual(
            TensorAssertions.Bytes(Weights.DecoderWeight.narrow(0, 0, 12)),
            TensorAssertions.Bytes(Weights.DecoderWeight.narrow(0, 12, 12))
        );

    [Fact]
    public void Every_entry_is_zero_on_average_so_no_sign_is_favoured()
    {
        // Without the sign fix the diagonal is mostly of one sign. An entry of a random rotation in 3 dimensions has variance 1/3.
        var problem = new ToyProblem(activationDim: 3, features: 3, rows: 8);
        var rotations = Enumerable.Range(0, 1000).Select(seed => Initialize(problem, (ulong)seed).DecoderWeight).ToList();
        var mean = stack(rotations).mean([0]);
        AssertClose(0, mean, 4 * Math.Sqrt(1.0 / 3 / 1000));
    }
}
