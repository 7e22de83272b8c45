using TorchSharp;

namespace SparsePlugins.Training;

/// <summary>Adam with bias correction, in place, from the gradients that <c>backward</c> left.</summary>
/// <remarks>
/// Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization" (arXiv 1412.6980), in the form of <c>torch.optim.Adam</c>, whose numbers it
/// gives. TorchSharp's own class makes twice the temporaries and leaves its native scalars to the finalizer, which pins the heap.
/// </remarks>
internal sealed class Adam(AdamOptions options) : IDisposable
{
    private readonly Scalar _keepFirst = options.Beta1;
    private readonly Scalar _addFirst = 1 - options.Beta1;
    private readonly Scalar _keepSecond = options.Beta2;
    private readonly Scalar _addSecond = 1 - options.Beta2;
    private readonly Scalar _epsilon = options.Epsilon;
    private readonly Scalar _one = 1.0;

    /// <summary>Update number <paramref name="update"/>, from 1, of every parameter, with the learning rate times <paramref name="pace"/>; clears their gradients.</summary>
    public void Step(IEnumerable<Parameter> parameters, long update, double pace)
    {
        using Scalar stepSize = -options.LearningRate * pace / (1 - Math.Pow(options.Beta1, update));
        using Scalar secondScale = 1 / Math.Sqrt(1 - Math.Pow(options.Beta2, update));
        foreach (var parameter in parameters)
        {
            Step(parameter, stepSize, secondScale);
        }
    }

    /// <summary>Frees the native scalars.</summary>
    public void Dispose()
    {
        _keepFirst.Dispose();
        _addFirst.Dispose();
        _keepSecond.Dispose();
        _addSecond.Dispose();
        _epsilon.Dispose();
        _one.Dispose();
    }

    private void Step(Parameter parameter, Scalar stepSize, Scalar secondScale)
    {
        var gradient = parameter.Value.grad ?? throw new InvalidOperationException("Adam needs a gradient: call backward first");
        parameter.FirstMoment.mul_(_keepFirst).add_(gradient, _addFirst);
        parameter.SecondMoment.mul_(_keepSecond).addcmul_(gradient, gradient, _addSecond);
        var denominator = parameter.SecondMoment.sqrt().mul_(secondScale).add_(_epsilon, _one);
        parameter.Value.addcdiv_(parameter.FirstMoment, denominator, stepSize);
        gradient.zero_();
    }
}
