namespace SparsePlugins.Sources;

/// <summary>
/// A decreasing density on [0, ∞) covered by 256 layers of equal area, so that one number of 64 bits, a multiplication and a comparison make a sample, 98 or 99
/// times in a hundred; the rest costs more and is what keeps the distribution exact.
/// </summary>
/// <remarks>
/// Source: G. Marsaglia and W. W. Tsang, "The ziggurat method for generating random variables", Journal of Statistical Software 5(8), 2000.
/// Departures: layer and position are taken from separate bits, after J. A. Doornik, "An improved ziggurat method to generate normal random samples", 2005.
/// </remarks>
internal sealed class Ziggurat
{
    private const int Layers = 256;

    private readonly double[] _edges = new double[Layers + 1]; // right edges, the widest (the bottom layer with the tail) first; last 0
    private readonly double[] _heights = new double[Layers + 1]; // of the density at the edges
    private readonly Func<double, double> _density;
    private readonly Func<FastRandom, double> _tail;

    /// <param name="density">Decreasing from 1 at 0; need not integrate to 1.</param>
    /// <param name="inverse">Its inverse function.</param>
    /// <param name="tailStart">r, where the tail begins.</param>
    /// <param name="area">Of each layer; that of the bottom one includes the tail.</param>
    /// <param name="tail">A sample of what lies beyond r.</param>
    private Ziggurat(
        Func<double, double> density,
        Func<double, double> inverse,
        double tailStart,
        double area,
        Func<FastRandom, double> tail
    )
    {
        (_density, _tail) = (density, tail);
        (_edges[0], _edges[1]) = (area / density(tailStart), tailStart);
        for (var layer = 2; layer < Layers; layer++)
        {
            _edges[layer] = inverse(area / _edges[layer - 1] + density(_edges[layer - 1]));
        }

        for (var layer = 0; layer <= Layers; layer++)
        {
            _heights[layer] = density(_edges[layer]);
        }
    }

    /// <summary>Of |x| for a normal x with mean 0 and variance 1.</summary>
    public static Ziggurat HalfNormal { get; } =
        new(
            x => Math.Exp(-0.5 * x * x),
            y => Math.Sqrt(-2 * Math.Log(y)),
            tailStart: 3.6541528853610088,
            area: 0.00492867323399,
            NormalTail
        );

    /// <summary>With mean 1.</summary>
    public static Ziggurat Exponential { get; } =
        new(
            x => Math.Exp(-x),
            y => -Math.Log(y),
            tailStart: 7.69711747013104972,
            area: 0.0039496598225815571993,
            random => 7.69711747013104972 - Math.Log(random.NextPositive())
        );

    /// <summary>A sample, and bits that are independent of it.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="spare">Bit 8 may be used, for a sign.</param>
    public double Next(FastRandom random, out ulong spare)
    {
        while (true)
        {
            var bits = spare = random.NextBits();
            var layer = (int)(bits & (Layers - 1));
            var x = (bits >> 11) * FastRandom.Unit * _edges[layer];
            if (x < _edges[layer + 1])
            {
                return x;
            }

            if (layer == 0)
            {
                return _tail(random);
            }

            var height = _heights[layer] + random.NextPositive() * (_heights[layer + 1] - _heights[layer]);
            if (height < _density(x))
            {
                return x;
            }
        }
    }

    /// <summary>Source: G. Marsaglia, "Generating a variable from the tail of the normal distribution", Technometrics 6, 1964.</summary>
    private static double NormalTail(FastRandom random)
    {
        const double Start = 3.6541528853610088;
        double beyond,
            bound;
        do
        {
            beyond = -Math.Log(random.NextPositive()) / Start;
            bound = -2 * Math.Log(random.NextPositive());
        } while (bound < beyond * beyond);

        return Start + beyond;
    }
}
