using SparsePlugins.Contracts;
using SparsePlugins.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>Computes what <see cref="AuxiliaryOptions"/> describe, and watches which features are dead.</summary>
/// <param name="state">The autoencoder.</param>
/// <param name="options">Of the step.</param>
/// <param name="auxiliary">Of this loss.</param>
internal sealed class AuxiliaryLoss(AutoencoderState state, StepOptions options, AuxiliaryOptions auxiliary) : ICheckpointed, IDisposable
{
    private readonly DeadFeatureTracker _tracker = new(
        (int)state.EncoderBias.Value.shape[0],
        state.EncoderBias.Value.device,
        "auxiliary_samples_since_fired"
    );
    private readonly int _most = auxiliary.K ?? (int)((state.DecoderBias.Value.shape[0] + 1) / 2);
    private readonly Scalar _alpha = auxiliary.Alpha;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> State => _tracker.State;

    /// <inheritdoc/>
    public void Restore(TensorBundle bundle) => _tracker.Restore(bundle);

    /// <summary>The weighted loss, summed over the batch; <see langword="null"/> where no feature is dead.</summary>
    /// <param name="input">[B, D].</param>
    /// <param name="residuals">[B, D] x - x_hat.</param>
    public Tensor? Of(Tensor input, Tensor residuals)
    {
        var dead = _tracker.Dead(auxiliary.DeadAfter); // [K]
        if (dead.shape[0] == 0)
        {
            return null;
        }

        var weights = new AutoencoderWeights(
            state.EncoderWeight.Value.index_select(0, dead),
            state.EncoderBias.Value.index_select(0, dead),
            state.DecoderWeight.Value.index_select(0, dead),
            state.DecoderBias.Value
        );
        var codes = Autoencoder.Encode(weights, input, options.DecoderBias, _most); // [B, K]
        var left = residuals.detach() - codes.mm(weights.DecoderWeight); // [B, D]
        return (left * left).sum().mul_(_alpha);
    }

    /// <summary>Takes note of a batch.</summary>
    /// <param name="fired">[F] bool.</param>
    /// <param name="rows">B.</param>
    public void Observe(Tensor fired, long rows) => _tracker.Observe(fired, rows);

    /// <summary>Frees the counts.</summary>
    public void Dispose()
    {
        _tracker.Dispose();
        _alpha.Dispose();
    }
}
