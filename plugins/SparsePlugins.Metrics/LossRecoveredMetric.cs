using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>
/// How much of what a language model's activations contribute to its predictions is left when reconstructions take their place: (zero - reconstructed) / (zero -
/// clean), cross-entropies with activations set to zero, reconstructed, and as they are; 1 is perfect. Also: the same with the mean activation instead
/// of zero (<c>loss-recovered-from-mean</c>), reconstructed - clean in nats (<c>loss-recovered-increase</c>), and the cross-entropies themselves.
/// </summary>
/// <remarks>
/// Source: <c>ce_loss_score</c> of SAELens (decoderesearch/SAELens, <c>sae_lens/evals.py</c>) and of SAEBench (adamkarvonen/SAEBench, core evaluation).
/// Departures: with zero ablation as the reference, a score near 1 can hide a loss that matters, so the increase in nats and the score with the mean are beside it.
/// Predictions are pooled over all contexts, and those from special tokens are left out; reconstructions take the place of activations that the source gives, special
/// tokens keep theirs, and ablation is at all positions. NaN where losing the activations does no harm.
/// </remarks>
[Component("loss-recovered")]
[Measures(
    "loss-recovered",
    Better.Higher,
    DisplayName = "Loss recovered",
    Meaning = "(zero - reconstructed) / (zero - clean), of the model's cross-entropy with activations set to zero, reconstructed, and as they are; 1 is perfect"
)]
[Measures(
    "loss-recovered-from-mean",
    Better.Higher,
    DisplayName = "Loss recovered, from mean",
    Meaning = "the same with the mean activation instead of zero"
)]
[Measures(
    "loss-recovered-increase",
    Better.Lower,
    DisplayName = "Loss increase",
    Meaning = "cross-entropy of the model with reconstructed activations minus that of the model as it is, in nats per token"
)]
[Measures(
    "loss-recovered-clean",
    Better.Neither,
    Least = 0,
    DisplayName = "Loss, clean",
    Meaning = "cross-entropy of the model as it is, in nats per token"
)]
[Measures(
    "loss-recovered-reconstructed",
    Better.Lower,
    Least = 0,
    DisplayName = "Loss, reconstructed",
    Meaning = "cross-entropy with reconstructed activations, in nats per token"
)]
[Measures(
    "loss-recovered-zero",
    Better.Neither,
    Least = 0,
    DisplayName = "Loss, zero-ablated",
    Meaning = "cross-entropy with activations set to zero, in nats per token"
)]
[Measures(
    "loss-recovered-mean",
    Better.Neither,
    Least = 0,
    DisplayName = "Loss, mean-ablated",
    Meaning = "cross-entropy with activations set to their mean, in nats per token"
)]
[Needs(Capability.LanguageModel)]
public sealed class LossRecoveredMetric(HeldOutTextOptions options) : IMetric
{
    /// <inheritdoc/>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var scores = subject.Model!.Replace(options.Contexts);
        var zero = subject.Model.Ablate(options.Contexts, Ablation.Zero).CrossEntropy;
        var mean = subject.Model.Ablate(options.Contexts, Ablation.Mean).CrossEntropy;
        return
        [
            new Measurement("loss-recovered", Recovered(scores, zero), "", Better.Higher),
            new Measurement("loss-recovered-from-mean", Recovered(scores, mean), "", Better.Higher),
            new Measurement("loss-recovered-increase", scores.CrossEntropy - scores.Clean, "nats", Better.Lower),
            new Measurement("loss-recovered-clean", scores.Clean, "nats", Better.Neither),
            new Measurement("loss-recovered-reconstructed", scores.CrossEntropy, "nats", Better.Lower),
            new Measurement("loss-recovered-zero", zero, "nats", Better.Neither),
            new Measurement("loss-recovered-mean", mean, "nats", Better.Neither),
        ];
    }

    private static double Recovered(PredictionScores scores, double ablated) =>
        ablated > scores.Clean ? (ablated - scores.CrossEntropy) / (ablated - scores.Clean) : double.NaN;
}
