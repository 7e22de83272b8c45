using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Metrics;

/// <summary>For each side of a comparison of directions the closest one of the other side, by |cosine|; of equal ones any.</summary>
/// <param name="FeatureOf">[F] for each dictionary row the closest true feature.</param>
/// <param name="RowOf">[G] for each true feature the closest dictionary row.</param>
internal sealed record BestMatches(int[] FeatureOf, int[] RowOf)
{
    /// <summary>Those of a dictionary.</summary>
    internal static BestMatches Of(MetricSubject subject)
    {
        var cosines = Tensors.Cosines(subject).abs_(); // [G, F]
        return new BestMatches(FeatureOf: Places(cosines.argmax(dim: 0)), RowOf: Places(cosines.argmax(dim: 1)));
    }

    /// <summary>[G] for each true feature the dictionary rows that it is the closest feature of.</summary>
    internal int[][] RowsByFeature()
    {
        var rows = FeatureOf.Index().ToLookup(pair => pair.Item, pair => pair.Index);
        return [.. Enumerable.Range(0, RowOf.Length).Select(feature => rows[feature].ToArray())];
    }

    private static int[] Places(Tensor places) => Array.ConvertAll(places.cpu().data<long>().ToArray(), place => (int)place);
}
