using SparsePlugins.Contracts;

namespace SparsePlugins.Metrics;

/// <summary>
/// Kullback-Leibler divergence of a language model's predictions with reconstructed activations from those of the model as it is, in nats per token; 0 is perfect.
/// Also: 1 - that over the divergence with activations set to zero (<c>kl-recovered</c>), and the latter (<c>kl-zero</c>).
/// </summary>
/// <remarks>
/// Source: <c>kl_div_with_sae</c> and <c>kl_div_score</c> of SAELens (decoderesearch/SAELens, <c>sae_lens/evals.py</c>).
/// Departures: means are over the predictions that <c>loss-recovered</c> counts, so the last position of a context, which predicts no token of it, is left out.
/// </remarks>
[Component("kl")]
[Measures(
    "kl",
    Better.Lower,
    Least = 0,
    DisplayName = "KL",
    Meaning = "KL divergence of the model's predictions with reconstructed activations from those of the model as it is, in nats per token"
)]
[Measures(
    "kl-recovered",
    Better.Higher,
    Most = 1,
    DisplayName = "KL recovered",
    Meaning = "1 - KL over the same divergence with activations set to zero"
)]
[Measures(
    "kl-zero",
    Better.Neither,
    Least = 0,
    DisplayName = "KL, zero-ablated",
    Meaning = "KL divergence with activations set to zero, in nats per token"
)]
[Needs(Capability.LanguageModel)]
public sealed class KlMetric(HeldOutTextOptions options) : IMetric
{
    /// <inheritdoc/>
    public IReadOnlyList<Measurement> Measure(MetricSubject subject)
    {
        var divergence = subject.Model!.Replace(options.Contexts).Divergence;
        var zero = subject.Model.Ablate(options.Contexts, Ablation.Zero).Divergence;
        return
        [
            new Measurement("kl", divergence, "nats", Better.Lower),
            new Measurement("kl-recovered", zero > 0 ? 1 - (divergence / zero) : double.NaN, "", Better.Higher),
            new Measurement("kl-zero", zero, "nats", Better.Neither),
        ];
    }
}
