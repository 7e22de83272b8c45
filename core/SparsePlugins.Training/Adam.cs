using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>Adam with bias correction, in place, from the gradients that <c>backward</c> left.</summary>
/// <remarks>
/// Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization" (arXiv 1412.6980), in the form of <c>torch.optim.Adam</c>, whose numbers it
/// gives. TorchSharp's own class makes twice the temporaries.
/// </remarks>
internal sealed class Adam(AdamOptions options)
{
    /// <summary>Update number <paramref name="update"/>, from 1, of every parameter, with the learning rate times <paramref name="pace"/>; clears their gradients.</summary>
    public void Step(IReadOnlyList<Parameter> parameters, long update, double pace)
    {
        if (options.Clip > 0)
        {
            Clip(parameters);
        }

        var stepSize = -options.LearningRate * pace / (1 - Math.Pow(options.Beta1, update));
        var secondScale = 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, update));
        foreach (var parameter in parameters)
        {
            if (options.WeightDecay > 0)
            {
                parameter.Value.mul_(1 - (options.LearningRate * pace * options.WeightDecay));
            }

            Step(parameter, stepSize, secondScale);
        }
    }

    /// <summary>As <c>torch.nn.utils.clip_grad_norm_</c>.</summary>
    private void Clip(IReadOnlyList<Parameter> parameters)
    {
        var norm = Math.Sqrt(parameters.Sum(parameter => Math.Pow(GradientOf(parameter).norm().item<float>(), 2)));
        if (norm > options.Clip)
        {
            foreach (var parameter in parameters)
            {
                GradientOf(parameter).mul_(options.Clip / (norm + 1e-6));
            }
        }
    }

    private static Tensor GradientOf(Parameter parameter) =>
        parameter.Value.grad ?? throw new InvalidOperationException("Adam needs a gradient: call backward first");

    private void Step(Parameter parameter, double stepSize, double secondScale)
    {
        var gradient = GradientOf(parameter);
        parameter.FirstMoment.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
        parameter.SecondMoment.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
        var denominator = parameter.SecondMoment.sqrt().mul_(secondScale).add_(options.Epsilon);
        parameter.Value.addcdiv_(parameter.FirstMoment, denominator, stepSize);
        gradient.zero_();
    }
}
