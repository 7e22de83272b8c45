using SparsePlugins.Contracts;

namespace SparsePlugins.ShippedPlugins.Tests.Architectures.Gradients;

/// <summary>An independent implementation of autoencoders, in loops over doubles.</summary>
/// <param name="Width">D.</param>
/// <param name="Features">F.</param>
/// <param name="Values">Parameters by name, row-major.</param>
internal sealed record SlowModel(int Width, int Features, IReadOnlyDictionary<string, double[]> Values)
{
    /// <summary>The same with one number moved.</summary>
    public SlowModel Nudged(string name, int place, double by)
    {
        var moved = Values[name].ToArray();
        moved[place] += by;
        return this with { Values = new Dictionary<string, double[]>(Values) { [name] = moved } };
    }

    /// <summary>[F] W_enc (x - b_dec).</summary>
    public double[] Projected(double[] x) =>
        PerFeature(f => Enumerable.Range(0, Width).Sum(d => Values[ParameterShape.EncoderWeight][f * Width + d] * (x[d] - Bias(d))));

    /// <summary>[F] W_enc (x - b_dec) + b_enc.</summary>
    public double[] PreActivations(double[] x)
    {
        var projected = Projected(x);
        return PerFeature(f => projected[f] + Values[ParameterShape.EncoderBias][f]);
    }

    /// <summary>[D] codes W_dec of the first features, without the bias.</summary>
    public double[] Directions(double[] codes, int? first = null) =>
        [
            .. Enumerable
                .Range(0, Width)
                .Select(d =>
                    Enumerable.Range(0, first ?? Features).Sum(f => codes[f] * Values[ParameterShape.DecoderWeight][f * Width + d])
                ),
        ];

    /// <summary>[D] x - codes W_dec - b_dec, with the codes of the first features.</summary>
    public double[] Error(double[] x, double[] codes, int? first = null)
    {
        var decoded = Directions(codes, first);
        return [.. x.Select((value, d) => value - decoded[d] - Bias(d))];
    }

    /// <summary>The length of a decoder row.</summary>
    public double Length(int feature) => Math.Sqrt(Squares([.. Values[ParameterShape.DecoderWeight].Skip(feature * Width).Take(Width)]));

    public double[] PerFeature(Func<int, double> value) => [.. Enumerable.Range(0, Features).Select(value)];

    public static double Squares(double[] values) => values.Sum(value => value * value);

    /// <summary>The values that are among the largest of several rows together; 0 elsewhere.</summary>
    /// <param name="rows">One row, or a batch.</param>
    /// <param name="count">How many.</param>
    /// <param name="bySize">What they are ordered by.</param>
    public static double[][] Largest(double[][] rows, int count, Func<double, double> bySize)
    {
        var kept = rows.SelectMany((row, b) => row.Select((value, f) => (Row: b, Feature: f, Size: bySize(value))))
            .OrderByDescending(one => one.Size)
            .Take(count)
            .Select(one => (one.Row, one.Feature))
            .ToHashSet();
        return [.. rows.Select((row, b) => row.Select((value, f) => kept.Contains((b, f)) ? value : 0).ToArray())];
    }

    private double Bias(int d) => Values[ParameterShape.DecoderBias][d];
}
