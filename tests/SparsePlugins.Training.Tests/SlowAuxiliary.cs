using SparsePlugins.Contracts;

namespace SparsePlugins.Training.Tests;

/// <summary>The loss of a top-k autoencoder with AuxK, written anew in loops over doubles; its gradient by central differences.</summary>
/// <param name="Batch">[B, D].</param>
/// <param name="Features">F.</param>
/// <param name="K">Codes that a row keeps.</param>
/// <param name="AuxiliaryK">Dead codes that a row takes.</param>
/// <param name="Alpha">Weight of the auxiliary loss.</param>
internal sealed record SlowAuxiliary(double[][] Batch, int Features, int K, int AuxiliaryK, double Alpha)
{
    private const double Nudge = 1e-5;

    private int Width => Batch[0].Length;

    /// <summary>Encoder weight, encoder bias, decoder weight, decoder bias, one after the other.</summary>
    public static double[] Flatten(AutoencoderWeights weights) =>
        [
            .. new[] { weights.EncoderWeight, weights.EncoderBias, weights.DecoderWeight, weights.DecoderBias }.SelectMany(one =>
                one.data<float>().ToArray().Select(value => (double)value)
            ),
        ];

    /// <summary>Features that are active for no row.</summary>
    public int[] Dead(double[] parameters) =>
        [.. Enumerable.Range(0, Features).Where(feature => Batch.All(x => Codes(parameters, x, All, K)[feature] == 0))];

    /// <summary>The loss, with the errors that the dead features are to explain taken as given.</summary>
    public double Loss(double[] parameters, int[] dead, double[][] given) =>
        Batch.Select((x, row) => Squares(Errors(parameters, x)) + Alpha * Auxiliary(parameters, x, dead, given[row])).Sum()
        / (Batch.Length * Width);

    /// <summary>x - x_hat of every row.</summary>
    public double[][] Errors(double[] parameters) => [.. Batch.Select(x => Errors(parameters, x))];

    /// <summary>The derivative of the loss by each parameter.</summary>
    public double[] Gradient(double[] parameters)
    {
        var (dead, given) = (Dead(parameters), Errors(parameters));
        return [.. parameters.Select((_, place) => (Nudged(place, Nudge) - Nudged(place, -Nudge)) / (2 * Nudge))];

        double Nudged(int place, double by)
        {
            var moved = parameters.ToArray();
            moved[place] += by;
            return Loss(moved, dead, given);
        }
    }

    private int[] All => [.. Enumerable.Range(0, Features)];

    private double Auxiliary(double[] parameters, double[] x, int[] dead, double[] error)
    {
        var explained = Decode(parameters, Codes(parameters, x, dead, AuxiliaryK));
        return Squares([.. error.Zip(explained, (left, part) => left - part)]);
    }

    private double[] Errors(double[] parameters, double[] x)
    {
        var decoded = Decode(parameters, Codes(parameters, x, All, K));
        return [.. x.Select((value, d) => value - decoded[d] - Bias(parameters, d))];
    }

    /// <summary>Codes of the k largest positive pre-activations among some features; 0 elsewhere.</summary>
    private double[] Codes(double[] parameters, double[] x, int[] among, int k)
    {
        var codes = new double[Features];
        var largest = among
            .Select(feature => (Feature: feature, Value: PreActivation(parameters, x, feature)))
            .Where(one => one.Value > 0)
            .OrderByDescending(one => one.Value)
            .Take(k);
        foreach (var (feature, value) in largest)
        {
            codes[feature] = value;
        }

        return codes;
    }

    private double PreActivation(double[] parameters, double[] x, int feature) =>
        parameters[Features * Width + feature]
        + x.Select((value, d) => parameters[feature * Width + d] * (value - Bias(parameters, d))).Sum();

    private double[] Decode(double[] parameters, double[] codes) =>
        [
            .. Enumerable
                .Range(0, Width)
                .Select(d => codes.Select((code, f) => code * parameters[Features * (Width + 1) + f * Width + d]).Sum()),
        ];

    private double Bias(double[] parameters, int d) => parameters[Features * (2 * Width + 1) + d];

    private static double Squares(double[] values) => values.Sum(value => value * value);
}
