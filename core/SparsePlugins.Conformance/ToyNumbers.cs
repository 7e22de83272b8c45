using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Conformance;

/// <summary>The numbers of a <see cref="ToyProblem"/>, each from a stream of its own.</summary>
/// <param name="seed">Decides every number.</param>
internal sealed class ToyNumbers(RandomSeed seed)
{
    /// <summary>Unit directions, the later ones rarer.</summary>
    internal GroundTruth Truth(int count, int activationDim)
    {
        using var scope = NewDisposeScope();
        using var random = seed.Derive("truth").CreateGenerator(CPU);
        var features = randn(count, activationDim, generator: random);
        features /= features.norm(dim: 1, keepdim: true);
        var falling = pow(0.9f, arange(count, dtype: ScalarType.Float32)); // [G]
        var probabilities = falling * 3.0 / falling.sum();
        scope.MoveToOuter(features, probabilities);
        return new GroundTruth(features, probabilities);
    }

    /// <summary>[N, D] sparse sums of the true features.</summary>
    internal Tensor Rows(string stream, int rows, GroundTruth truth)
    {
        using var scope = NewDisposeScope();
        return Strengths(stream, rows, truth).matmul(truth.Features).MoveToOuterDisposeScope();
    }

    /// <summary>The true features that are active in each of these rows.</summary>
    internal IReadOnlyList<int[]> Firing(string stream, int rows, GroundTruth truth)
    {
        using var scope = NewDisposeScope();
        var strengths = Strengths(stream, rows, truth).data<float>().ToArray();
        var features = (int)truth.Features.shape[0];
        return [.. strengths.Chunk(features).Select(row => Enumerable.Range(0, features).Where(feature => row[feature] > 0).ToArray())];
    }

    /// <summary>[N, G]</summary>
    private Tensor Strengths(string stream, int rows, GroundTruth truth)
    {
        using var random = seed.Derive(stream).CreateGenerator(CPU);
        var count = truth.Features.shape[0];
        var fires = rand(rows, count, generator: random) < truth.FiringProbabilities; // [N, G]
        return fires * rand(rows, count, generator: random);
    }

    /// <summary>The truth with noise.</summary>
    internal AutoencoderWeights Weights(DictionaryShape shape, GroundTruth truth)
    {
        using var scope = NewDisposeScope();
        using var random = seed.Derive("weights").CreateGenerator(CPU);
        var nearest = arange(shape.Features).remainder(truth.Features.shape[0]);
        var noise = randn(shape.Features, shape.ActivationDim, generator: random) * 0.1;
        var decoder = truth.Features.index_select(0, nearest) + noise; // [F, D]
        decoder /= decoder.norm(dim: 1, keepdim: true);
        var weights = new AutoencoderWeights(decoder * 0.8, full(shape.Features, -0.1f), decoder, zeros(shape.ActivationDim));
        scope.MoveToOuter(weights.EncoderWeight, weights.EncoderBias, weights.DecoderBias);
        scope.MoveToOuter(decoder);
        return weights;
    }
}
