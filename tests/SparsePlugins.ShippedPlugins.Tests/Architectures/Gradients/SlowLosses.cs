namespace SparsePlugins.ShippedPlugins.Tests.Architectures.Gradients;

/// <summary>The loss of a batch, summed: the squared error and every term.</summary>
/// <param name="model">What the derivative is taken of.</param>
/// <param name="given">The same numbers, for what no gradient flows through.</param>
/// <param name="batch">[B][D].</param>
internal delegate double SlowLoss(SlowModel model, SlowModel given, double[][] batch);

/// <summary>The losses of the architectures, by their papers, in loops over doubles.</summary>
internal static class SlowLosses
{
    public static SlowLoss Relu(double l1, bool byLength) =>
        (model, _, batch) =>
            batch.Sum(x =>
            {
                var codes = Positive(model.PreActivations(x));
                return SlowModel.Squares(model.Error(x, codes))
                    + l1 * codes.Select((code, f) => code * (byLength ? model.Length(f) : 1)).Sum();
            });

    /// <summary>Every row keeps its k largest positive codes.</summary>
    public static SlowLoss TopK(int k, double l1, SlowAuxiliary auxiliary)
    {
        double[][] Codes(SlowModel model, double[][] batch) =>
            [.. batch.Select(x => SlowModel.Largest([Positive(model.PreActivations(x))], k, code => code)[0])];

        return (model, given, batch) =>
            Errors(model, batch, Codes(model, batch))
            + l1 * Codes(model, batch).Sum(codes => codes.Sum())
            + auxiliary.Loss(model, given, batch, Codes(given, batch), Positive, code => code);
    }

    /// <summary>Every row keeps the k of its pre-activations with the largest magnitude.</summary>
    public static SlowLoss AbsTopK(int k, SlowAuxiliary auxiliary)
    {
        double[][] Codes(SlowModel model, double[][] batch) =>
            [.. batch.Select(x => SlowModel.Largest([model.PreActivations(x)], k, Math.Abs)[0])];

        return (model, given, batch) =>
            Errors(model, batch, Codes(model, batch))
            + auxiliary.Loss(model, given, batch, Codes(given, batch), values => values, Math.Abs);
    }

    /// <summary>The batch keeps its k B largest positive codes; the first features of each number in <paramref name="prefixes"/> reconstruct, too.</summary>
    public static SlowLoss BatchTopK(int k, SlowAuxiliary auxiliary, params int[] prefixes)
    {
        double[][] Codes(SlowModel model, double[][] batch) =>
            SlowModel.Largest([.. batch.Select(x => Positive(model.PreActivations(x)))], k * batch.Length, code => code);

        return (model, given, batch) =>
            Errors(model, batch, Codes(model, batch))
            + prefixes.Sum(first => Errors(model, batch, Codes(model, batch), first))
            + auxiliary.Loss(model, given, batch, Codes(given, batch), Positive, code => code);
    }

    /// <summary>The gates reconstruct with a decoder that is taken as given.</summary>
    public static SlowLoss Gated(double l1) =>
        (model, given, batch) =>
            batch.Sum(x =>
            {
                var (projected, gates) = (model.Projected(x), model.PreActivations(x));
                var codes = model.PerFeature(f =>
                    gates[f] <= 0
                        ? 0
                        : Math.Max(0, projected[f] * Math.Exp(model.Values["magnitude_scale"][f]) + model.Values["magnitude_bias"][f])
                );
                return SlowModel.Squares(model.Error(x, codes))
                    + l1 * Positive(gates).Sum()
                    + SlowModel.Squares(given.Error(x, Positive(gates)));
            });

    /// <summary>JumpReLU with the tanh penalty and the pre-activation loss; lengths are taken as given.</summary>
    public static SlowLoss JumpRelu(double sparsity, double scale, double weight, int[] dead) =>
        (model, given, batch) =>
            batch.Sum(x =>
            {
                var (values, thresholds) = (model.PreActivations(x), model.Values["threshold"]);
                var codes = model.PerFeature(f => values[f] > thresholds[f] ? values[f] : 0);
                return SlowModel.Squares(model.Error(x, codes))
                    + sparsity * codes.Select((code, f) => Math.Tanh(scale * code * given.Length(f))).Sum()
                    + weight * dead.Sum(f => Math.Max(0, thresholds[f] - values[f]) * given.Length(f));
            });

    public static double[] Positive(double[] values) => [.. values.Select(value => Math.Max(0, value))];

    private static double Errors(SlowModel model, double[][] batch, double[][] codes, int? first = null) =>
        batch.Select((x, b) => SlowModel.Squares(model.Error(x, codes[b], first))).Sum();
}

/// <summary>AuxK: dead features explain the errors, which are taken as given.</summary>
/// <param name="Alpha">Its weight; 0 is without.</param>
/// <param name="K">Dead codes that a row takes.</param>
/// <param name="Dead">Which features are dead.</param>
internal sealed record SlowAuxiliary(double Alpha, int K, params int[] Dead)
{
    public static SlowAuxiliary None { get; } = new(0, 0);

    public double Loss(
        SlowModel model,
        SlowModel given,
        double[][] batch,
        double[][] givenCodes,
        Func<double[], double[]> activation,
        Func<double, double> bySize
    ) =>
        Alpha
        * batch
            .Select(
                (x, b) =>
                {
                    var all = activation(model.PreActivations(x));
                    var dead = model.PerFeature(f => Dead.Contains(f) ? all[f] : 0);
                    var explained = model.Directions(SlowModel.Largest([dead], K, bySize)[0]);
                    return SlowModel.Squares([.. given.Error(x, givenCodes[b]).Select((error, d) => error - explained[d])]);
                }
            )
            .Sum();
}
