using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Execution.Tests.PyTorch;

/// <summary>The batch and the first weights of train.py: small whole numbers, so that every language computes the same ones.</summary>
internal static class SmallProblem
{
    private const int Rows = 32;
    private const int Silent = 3;

    public static DictionaryShape Shape => new(ActivationDim: 8, Features: 12);

    /// <summary>[B, D].</summary>
    public static Tensor Samples() => Grid(Rows, Shape.ActivationDim, 1).mul(2).to(ScalarType.Float32);

    /// <summary>The last features read little, so that some are dead at first.</summary>
    public static AutoencoderWeights Weights()
    {
        var (width, features) = Shape;
        var encoder = Grid(features, width, 2) * 0.5;
        encoder[^Silent..].mul_(0.05);
        var bias = Grid(1, features, 4)[0] * 0.1;
        bias[^Silent..].fill_(0.05);
        var decoder = Grid(features, width, 3);
        return new(
            encoder.to(ScalarType.Float32),
            bias.to(ScalarType.Float32),
            (decoder / decoder.norm(dim: 1, keepdim: true)).to(ScalarType.Float32),
            (Grid(1, width, 5)[0] * 0.2).to(ScalarType.Float32)
        );
    }

    /// <summary>Numbers from -1 to 1, float64.</summary>
    private static Tensor Grid(int rows, int columns, int salt)
    {
        var cells =
            from i in Enumerable.Range(0, rows)
            from j in Enumerable.Range(0, columns)
            select ((((i + 1) * (j + salt) * 7919) + (i * i * 104729) + (j * j * 31 * salt)) % 1009 / 504.5) - 1;
        return tensor(cells.ToArray()).reshape(rows, columns);
    }
}
