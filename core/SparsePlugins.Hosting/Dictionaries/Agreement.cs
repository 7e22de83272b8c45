using SparsePlugins.Interchange;

namespace SparsePlugins.Hosting.Dictionaries;

/// <summary>How far two dictionaries have the same features, without a truth: the cosines of features that <see cref="FeatureMatch"/> pairs.</summary>
/// <param name="Pairs">The number of pairs: the features of the smaller dictionary.</param>
/// <param name="Mean">The mean cosine over the pairs; 1 for the same dictionary.</param>
/// <param name="Above07">The share of pairs with a cosine above 0.7.</param>
/// <param name="Above09">The share of pairs with a cosine above 0.9.</param>
public sealed record Agreement(int Pairs, double Mean, double Above07, double Above09)
{
    /// <summary>Compares two dictionaries.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other, of the same D.</param>
    /// <exception cref="InterchangeException">They are of activations of different widths, or there are too many pairs of features.</exception>
    public static Agreement Of(PortableDictionary one, PortableDictionary other) => Of(FeatureMatch.Of(one, other));

    /// <summary>The agreement of features that are paired.</summary>
    /// <param name="match">At least one pair.</param>
    public static Agreement Of(FeatureMatch match) =>
        new(match.Cosines.Count, match.Cosines.Average(), Share(match.Cosines, 0.7), Share(match.Cosines, 0.9));

    private static double Share(IReadOnlyList<double> cosines, double above) =>
        (double)cosines.Count(cosine => cosine > above) / cosines.Count;
}
