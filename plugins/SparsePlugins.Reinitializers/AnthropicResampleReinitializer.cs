using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Settings of <see cref="AnthropicResampleReinitializer"/>.</summary>
public sealed record AnthropicResampleOptions : ReinitializerOptions;

/// <summary>
/// Points dead features at points of the sample that are drawn with probability proportional to the square of their loss: decoder row x / |x|, encoder
/// row the same times 0.2 times the mean length of living encoder rows, bias 0.
/// </summary>
/// <remarks>
/// Source: Bricken et al., "Towards Monosemanticity", Transformer Circuits Thread, 2023 ("neuron resampling").
/// Departures: the sample is the latest batch and not 819,200 inputs; the loss of a point is its squared error, without the penalty; points are drawn
/// without replacement, as twins would stay twins, and serve twice only after every point with a loss served once; points that are zero are left out.
/// </remarks>
[Component("anthropic-resample")]
public sealed class AnthropicResampleReinitializer(AnthropicResampleOptions options) : IDeadFeatureReinitializer
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Every row of the sample is zero.</exception>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        var usable = UsablePoints.Of("anthropic-resample", "rows of the sample", dead.Sample); // [P]
        var drawn = Draw(Chances(dead.SampleLosses.index_select(0, usable)), dead.Indices.shape[0], context); // [K]
        return ProposedRows.Along(dead.Sample.index_select(0, usable.index_select(0, drawn)), dead, options);
    }

    /// <summary>[P] proportional to the square of the losses; equal where there is no loss at all.</summary>
    private static Tensor Chances(Tensor losses)
    {
        var largest = losses.max().item<float>();
        return largest > 0
            ? (losses.to_type(ScalarType.Float64) / largest).square()
            : ones(losses.shape[0], dtype: ScalarType.Float64, device: losses.device);
    }

    /// <summary>[count] places, without replacement as long as there are any with a chance, then again from the start.</summary>
    private static Tensor Draw(Tensor chances, long count, ComponentContext context)
    {
        var most = (chances > 0).sum().item<long>();
        var rounds = new List<Tensor>();
        for (var drawn = 0L; drawn < count; drawn += most)
            rounds.Add(chances.multinomial(Math.Min(most, count - drawn), replacement: false, generator: context.Random));
        return cat(rounds);
    }
}
