using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.SmallModel;

/// <summary>Adam with decoupled weight decay of matrices.</summary>
/// <remarks>Source: Loshchilov, Hutter, "Decoupled Weight Decay Regularization", arXiv 1711.05101.</remarks>
internal sealed class Adam(IReadOnlyDictionary<string, Tensor> weights)
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.95;
    private const double WeightDecay = 0.1;

    private readonly Scalar _first = FirstDecay;
    private readonly Scalar _firstRest = 1 - FirstDecay;
    private readonly Scalar _second = SecondDecay;
    private readonly Scalar _secondRest = 1 - SecondDecay;
    private readonly Scalar _epsilon = 1e-8;

    /// <summary>Moments by name.</summary>
    public Dictionary<string, Tensor> Moments { get; } =
        weights
            .SelectMany(one => new[] { $"first/{one.Key}", $"second/{one.Key}" }.Select(name => (name, one.Value)))
            .ToDictionary(one => one.name, one => zeros_like(one.Value, requires_grad: false));

    /// <summary>One update from the gradients, which it clears.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="rate">Learning rate.</param>
    public void Update(int step, double rate)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using Scalar root = 1 / Math.Sqrt(1 - Math.Pow(SecondDecay, step));
        using Scalar size = -rate / (1 - Math.Pow(FirstDecay, step));
        using Scalar kept = 1 - (rate * WeightDecay);
        foreach (var (name, weight) in weights)
        {
            var gradient = weight.grad!;
            var (first, second) = (Moments[$"first/{name}"], Moments[$"second/{name}"]);
            first.mul_(_first).add_(gradient, _firstRest);
            second.mul_(_second).addcmul_(gradient, gradient, _secondRest);
            if (weight.dim() == 2)
            {
                weight.mul_(kept);
            }

            weight.addcdiv_(first, second.sqrt().mul_(root).add_(_epsilon), size);
            gradient.zero_();
        }
    }
}
