using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Stacked;

/// <summary><see cref="Adam"/> of N autoencoders at once, each with a learning rate of its own. Nothing is read back from the device.</summary>
/// <param name="options">Of all of them; its learning rate isn't used.</param>
internal sealed class StackedAdam(AdamOptions options)
{
    /// <summary>Update number <paramref name="update"/>, from 1, of every parameter; clears their gradients.</summary>
    /// <param name="parameters">[N, ...] each.</param>
    /// <param name="update">The same for all.</param>
    /// <param name="rates">N learning rates, with their pace.</param>
    public void Step(IReadOnlyList<StackedEntry> parameters, long update, IReadOnlyList<double> rates)
    {
        if (options.Clip > 0)
        {
            Clip(parameters);
        }

        var correction = 1 - Math.Pow(options.Beta1, update);
        var secondScale = 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, update));
        var device = parameters[0].Value.device;
        var steps = Numbers(rates.Select(rate => -rate / correction), device);
        var kept = options.WeightDecay > 0 ? Numbers(rates.Select(rate => 1 - (rate * options.WeightDecay)), device) : null;
        foreach (var parameter in parameters)
        {
            Step(parameter, steps, kept, secondScale);
        }
    }

    private void Step(StackedEntry parameter, Tensor steps, Tensor? kept, double secondScale)
    {
        var (value, gradient) = (parameter.Value, GradientOf(parameter));
        var (first, second) = (parameter.Moments!.First, parameter.Moments.Second);
        if (kept is not null)
        {
            value.mul_(Along(kept, value));
        }

        first.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
        second.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
        var denominator = second.sqrt().mul_(secondScale).add_(options.Epsilon);
        value.addcmul_(first / denominator, Along(steps, value), 1);
        gradient.zero_();
    }

    /// <summary>As <c>torch.nn.utils.clip_grad_norm_</c>, of each autoencoder alone.</summary>
    private void Clip(IReadOnlyList<StackedEntry> parameters)
    {
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

    private static Tensor Numbers(IEnumerable<double> numbers, Device device) =>
        tensor([.. numbers.Select(one => (float)one)], device: device);

    /// <summary>[N] as [N, 1, ...], to multiply what has a row for each.</summary>
    private static Tensor Along(Tensor each, Tensor value) => each.reshape([-1, .. Enumerable.Repeat(1L, (int)value.dim() - 1)]);
}
