using System.ComponentModel.DataAnnotations;
using SparsePlugins.Contracts;
using static TorchSharp.torch;

namespace SparsePlugins.Reinitializers;

/// <summary>Settings of <see cref="WorstPerplexityReinitializer"/>.</summary>
public sealed record WorstPerplexityOptions : ReinitializerOptions
{
    /// <summary>
    /// What hurts: ce, the rise of the next token's cross-entropy where all activations of the text are replaced; kl, the divergence of the prediction, which
    /// needs no token and varies less; gradient, the first-order change of the text's cross-entropy by this activation alone.
    /// </summary>
    public RowScore Score { get; init; } = RowScore.Ce;

    /// <summary>Which points are taken: drawn, with probability proportional to the square of the score; or top, the largest scores first.</summary>
    public PointChoice Choice { get; init; } = PointChoice.Drawn;

    /// <summary>The new direction: residual, what the dictionary leaves unexplained of the point; or point.</summary>
    public RevivalDirection Direction { get; init; } = RevivalDirection.Residual;

    /// <summary>How many training contexts are run through the model at each revival, drawn again each time.</summary>
    [Range(1, 4096)]
    [Unit("contexts")]
    public int Contexts { get; init; } = 32;
}

/// <summary>Reinitializes dead features to what replacing activations by their reconstructions costs the language model most.</summary>
/// <remarks>
/// Source: asked for in ai-safety-foundation/sparse_autoencoder, issue 89 ("resample to the data points where the SAE hurts the model most"); nobody is known
/// to have built it. Drawing by the square of the score: Bricken et al., "Towards Monosemanticity", 2023, who draw by the loss.
/// Scores are of text that is trained on, never of held-out text. Points without a positive score aren't taken. Points that are zero, coincide with one taken
/// before, or point where a living feature does, are left out; with more dead features than points the others stay dead until the next time.
/// </remarks>
[Component("worst-perplexity")]
[Needs(Capability.LanguageModel)]
public sealed class WorstPerplexityReinitializer(WorstPerplexityOptions options) : IDeadFeatureReinitializer
{
    /// <summary>Contexts that are run at once; their rows are in memory together.</summary>
    internal int ContextsAtATime { get; init; } = 32;

    /// <inheritdoc/>
    public FeatureWeights Propose(DeadFeatures dead, ComponentContext context)
    {
        var model = dead.Model!;
        var contexts = randperm(model.Contexts, device: context.Device, generator: context.Random);
        var chosen = contexts.narrow(0, 0, Math.Min(options.Contexts, model.Contexts)).cpu().data<long>().Select(one => (int)one).ToArray();
        using var best = new BestPoints(Most(dead, chosen.Length));
        foreach (var some in chosen.Chunk(ContextsAtATime))
        {
            using var scope = NewDisposeScope();
            Add(best, model.Score(some, options.Score), context);
        }

        return FeatureWeights.FromDirections(best.ToTensor(dead.Weights.DecoderWeight.shape[1], context.Device), dead, options, context);
    }

    /// <summary>More points than dead features, as some are passed over: contexts that begin alike have the same points there.</summary>
    private static long Most(DeadFeatures dead, int contexts) => (4 * dead.Indices.shape[0]) + contexts + 256;

    private void Add(BestPoints best, ScoredRows scored, ComponentContext context)
    {
        var scores = scored.Scores.nan_to_num(0, 0, 0).to_type(ScalarType.Float64); // A score that is no number is no reason.
        var places = (scores > 0).nonzero().flatten();
        var positive = scores.index_select(0, places);
        var directions = options.Direction == RevivalDirection.Residual ? scored.Rows - scored.Replacements : scored.Rows;
        best.Add(directions.index_select(0, places), options.Choice == PointChoice.Top ? positive : Draw(positive.square(), context));
    }

    /// <summary>Ranks that draw without replacement: the largest u^(1 / chance) first (Efraimidis and Spirakis, 2006), for any number of points.</summary>
    private static Tensor Draw(Tensor chances, ComponentContext context)
    {
        var uniform = rand(chances.shape[0], dtype: ScalarType.Float64, device: chances.device, generator: context.Random);
        return uniform.log() / chances;
    }
}
