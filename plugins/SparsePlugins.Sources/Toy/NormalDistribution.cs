namespace SparsePlugins.Sources;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>Phi(x), the probability of a value below <paramref name="x"/>; absolute error under 7.5e-8.</summary>
    /// <remarks>Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, 26.2.17 (C. Hastings).</remarks>
    public static double Below(double x)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        var series = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        var above = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) * series; // of |x|
        return x < 0 ? above : 1 - above;
    }
}
