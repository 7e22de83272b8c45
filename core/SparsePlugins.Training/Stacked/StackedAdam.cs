using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary><see cref="Adam"/> of N autoencoders at once, each with a learning rate of its own. Nothing is read back from the device.</summary>
/// <param name="options">Those of all; its learning rate is ignored.</param>
/// <param name="rates">N learning rates.</param>
/// <param name="device">Where the parameters lie.</param>
internal sealed class StackedAdam(AdamOptions options, IReadOnlyList<double> rates, Device device) : IDisposable
{
    private readonly DeviceNumbers _rates = new(device);

    /// <summary>Update number <paramref name="update"/>, from 1, of every parameter; clears their gradients.</summary>
    /// <param name="parameters">[N, ...] each.</param>
    /// <param name="update">The same for all.</param>
    /// <param name="paces">What each learning rate is multiplied by.</param>
    public void Step(IReadOnlyList<StackedEntry> parameters, long update, IReadOnlyList<double> paces)
    {
        if (options.Clip > 0)
        {
            Clip(parameters);
        }

        var (numbers, factor) = _rates.Get(rates, paces);
        var stepSize = -factor / (1 - Math.Pow(options.Beta1, update));
        var secondScale = 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, update));
        foreach (var parameter in parameters)
        {
            using var scope = NewDisposeScope(); // Each has temporaries of its own size.
            if (options.WeightDecay > 0)
            {
                parameter.Value.addcmul_(parameter.Value, Along(numbers, parameter.Value), -factor * options.WeightDecay);
            }

            Step(parameter, numbers, stepSize, secondScale);
        }
    }

    /// <summary>Frees the rates.</summary>
    public void Dispose() => _rates.Dispose();

    private void Step(StackedEntry parameter, Tensor numbers, double stepSize, double secondScale)
    {
        var (value, gradient) = (parameter.Value, GradientOf(parameter));
        var (first, second) = (parameter.Moments!.First, parameter.Moments.Second);
        first.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
        second.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
        var ratio = second.sqrt().mul_(secondScale).add_(options.Epsilon).reciprocal_().mul_(first);
        value.addcmul_(ratio, Along(numbers, value), stepSize);
        value.grad = null; // The next backward pass writes it, instead of adding to zeros.
    }

    /// <summary>As <c>torch.nn.utils.clip_grad_norm_</c>, of each autoencoder alone.</summary>
    private void Clip(IReadOnlyList<StackedEntry> parameters)
    {
        using var scope = NewDisposeScope();
        var norms = parameters.Select(SquaredNorms).Aggregate((sum, one) => sum + one).sqrt(); // [N]
        var factors = where(norms > options.Clip, options.Clip / (norms + 1e-6), ones_like(norms));
        foreach (var parameter in parameters)
        {
            GradientOf(parameter).mul_(Along(factors, parameter.Value));
        }
    }

    private static Tensor SquaredNorms(StackedEntry parameter) => GradientOf(parameter).flatten(1).square().sum(dim: 1);

    private static Tensor GradientOf(StackedEntry parameter) =>
        parameter.Value.grad ?? throw new InvalidOperationException("Adam needs a gradient: call backward first");

    /// <summary>[N] as [N, 1, ...], to multiply what has a row for each.</summary>
    private static Tensor Along(Tensor each, Tensor value) => each.reshape([-1, .. Enumerable.Repeat(1L, (int)value.dim() - 1)]);
}
