namespace SparsePlugins.Metrics;

/// <summary>Groups true features by how often they fire.</summary>
public static class FiringDeciles
{
    private const int Count = 10;

    /// <summary>The mean of a value over each decile of firing probability, the rarest first.</summary>
    /// <remarks>
    /// G features in ascending order of probability, equal ones in their given order; decile k of 1 to 10 holds places floor((k - 1) G / 10) to
    /// floor(k G / 10) - 1.
    /// </remarks>
    /// <param name="values">G values, one a feature.</param>
    /// <param name="probabilities">G firing probabilities.</param>
    /// <returns>Ten means; NaN for a decile that no feature falls in.</returns>
    public static double[] Means(IReadOnlyList<double> values, IReadOnlyList<double> probabilities)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(feature => probabilities[feature]).ToArray(); // a stable sort
        return [.. Enumerable.Range(0, Count).Select(decile => Mean(order[Start(decile)..Start(decile + 1)]))];

        int Start(int decile) => (int)((long)decile * order.Length / Count);
        double Mean(int[] features) => features.Length == 0 ? double.NaN : features.Average(feature => values[feature]);
    }
}
