using SparsePlugins.Conformance;
using SparsePlugins.Contracts;
using SparsePlugins.Initializers;
using static TorchSharp.torch;

namespace SparsePlugins.RareFeatures.Tests.Initializers;

/// <summary>Dictionaries to compare with.</summary>
internal static class DictionaryParts
{
    /// <summary>What an initializer makes of a problem, with the seed that all of them get here.</summary>
    internal static AutoencoderWeights Start(IDictionaryInitializer initializer, ToyProblem problem)
    {
        using var context = ToyProblem.Context();
        return initializer.Initialize(problem.Shape, problem.Sample, context);
    }

    /// <summary>What data-sample makes of it.</summary>
    internal static AutoencoderWeights DataSample(ToyProblem problem) => Start(new DataSampleInitializer(new()), problem);

    /// <summary>Bytes of the rows of a decoder from one place to before another.</summary>
    internal static byte[] Bytes(AutoencoderWeights weights, int from, int to) => TensorAssertions.Bytes(weights.DecoderWeight[from..to]);

    /// <summary>Noise on the sample, so that no two rows point the same way, as rows with one and the same active feature do.</summary>
    internal static void Roughen(ToyProblem problem)
    {
        using var random = new RandomSeed(3).CreateGenerator(CPU);
        problem.Sample.add_(randn(problem.Sample.shape, generator: random) * 0.1);
    }

    /// <summary>The place of the sample's row along each direction; -1 where there is none.</summary>
    internal static int[] PlacesIn(Tensor sample, Tensor directions)
    {
        var unit = sample / sample.norm(dim: 1, keepdim: true).clamp_min(1e-9);
        var (cosines, places) = directions.matmul(unit.T).max(dim: 1);
        return [.. TensorAssertions.Numbers(cosines).Zip(places.data<long>(), (cosine, place) => cosine > 0.99999 ? (int)place : -1)];
    }
}
