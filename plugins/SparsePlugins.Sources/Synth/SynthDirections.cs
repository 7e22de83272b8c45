using static TorchSharp.torch;

namespace SparsePlugins.Sources;

/// <summary>Directions that interfere little: random ones, pushed apart.</summary>
internal static class SynthDirections
{
    private const float LearningRate = 3e-4f;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    /// <summary>[G, D] unit rows after some updates of Adam on sum over i != j of (e_i . e_j)^2 + G sum of (|e_i|^2 - 1)^2.</summary>
    /// <param name="sizes">G and D.</param>
    /// <param name="steps">Updates.</param>
    /// <param name="random">Where the rows come from.</param>
    /// <param name="cancellation">Looked at before every update.</param>
    public static float[] Draw(SynthSizes sizes, int steps, FastRandom random, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var rows = tensor(Gaussian((long)sizes.Features * sizes.Width, random)).reshape(sizes.Features, sizes.Width);
        rows.div_(rows.norm(dim: 1, keepdim: true));
        var (first, second) = (zeros_like(rows), zeros_like(rows));
        for (var step = 1; step <= steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            Update(rows, first, second, step);
        }

        return (rows / rows.norm(dim: 1, keepdim: true)).data<float>().ToArray();
    }

    /// <summary>The gradient by the D x D matrix E^T E, which is much smaller than the G x G matrix of the definition.</summary>
    internal static Tensor Gradient(Tensor rows)
    {
        var squares = rows.square().sum(dim: 1, keepdim: true); // [G, 1]
        var others = rows.mm(rows.t().mm(rows)) - (squares * rows);
        return 4 * (others + (rows.shape[0] * (squares - 1) * rows));
    }

    private static void Update(Tensor rows, Tensor first, Tensor second, int step)
    {
        var gradient = Gradient(rows);
        first.copy_((Beta1 * first) + ((1 - Beta1) * gradient));
        second.copy_((Beta2 * second) + ((1 - Beta2) * gradient.square()));
        var mean = first / (1 - Math.Pow(Beta1, step));
        var spread = (second / (1 - Math.Pow(Beta2, step))).sqrt() + Epsilon;
        rows.sub_(LearningRate * mean / spread);
    }

    private static float[] Gaussian(long count, FastRandom random)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            value = (float)random.NextGaussian();
        }

        return values;
    }
}
