using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Settings of <see cref="AnthropicResampleReinitializer"/>.</summary>
public sealed record AnthropicResampleOptions : ReinitializerOptions;

/// <summary>
/// Reinitializes dead features to sample points drawn with probability proportional to their squared loss: decoder row x / |x|, encoder
/// row the same times 0.2 times the mean length of living encoder rows, bias 0.
/// </summary>
/// <remarks>
/// Source: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023 ("neuron resampling").
/// Departures: the sample is the latest batch and not 819,200 inputs; the loss of a point is its squared error, without the penalty; points are drawn
/// without replacement, and those that are zero, coincide with one drawn before, or point where a living feature does, are left out, as twins would stay twins.
/// Where more features are dead than there are such points with a loss the others stay dead until the next time.
/// </remarks>
[Component("anthropic-resample")]
public sealed class AnthropicResampleReinitializer(AnthropicResampleOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        var usable = (dead.Sample != 0).any(1).nonzero().flatten(); // [U]
        var drawn = Draw(dead.SampleLosses.index_select(0, usable), context); // [P]
        return FeatureWeights.FromDirections(dead.Sample.index_select(0, usable.index_select(0, drawn)), dead, options, context);
    }

    /// <summary>All places with a chance, in the order in which they are drawn without replacement; where there is no loss at all, all places.</summary>
    private static Tensor Draw(Tensor losses, ComponentContext context)
    {
        if (losses.shape[0] == 0)
        {
            return zeros(0, dtype: ScalarType.Int64, device: context.Device);
        }

        var largest = losses.max().item<float>();
        var chances =
            largest > 0
                ? (losses.to_type(ScalarType.Float64) / largest).square() // [U]
                : ones(losses.shape[0], dtype: ScalarType.Float64, device: losses.device);
        return chances.multinomial((chances > 0).sum().item<long>(), replacement: false, generator: context.Random);
    }
}
