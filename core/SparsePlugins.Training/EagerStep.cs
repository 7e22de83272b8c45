using SparsePlugins.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>The update by autograd, on any device: the definition that faster steps must agree with.</summary>
/// <param name="state">What it updates.</param>
/// <param name="options">Loss and optimizer.</param>
public sealed class EagerStep(AutoencoderState state, StepOptions options) : ITrainingStep
{
    private readonly Adam _adam = new(options);
    private readonly Scalar _l1 = options.L1;
    private readonly Scalar _one = 1.0; // Stated, since add_ would make one that the collector may free while native code reads it: NativeGarbage.
    private readonly AuxiliaryLoss? _auxiliary = options.Auxiliary is { } auxiliary ? new AuxiliaryLoss(state, options, auxiliary) : null;
    private Result? _last;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> State => _auxiliary?.State ?? [];

    /// <inheritdoc/>
    public void Restore(TensorBundle bundle) => _auxiliary?.Restore(bundle);

    /// <inheritdoc/>
    public IStepResult Step(TrainingBatch batch, double pace = 1)
    {
        using var scope = NewDisposeScope();
        var x = batch.Samples;
        var codes = Autoencoder.Encode(state.Weights, x, options.DecoderBias, options.TopK); // [B, F]
        var residuals = x - Autoencoder.Decode(state.Weights, codes, options.DecoderBias); // [B, D]
        var errors = (residuals * residuals).sum(dim: 1); // [B]
        using Scalar perRow = 1.0 / (x.shape[0] * x.shape[1]);
        var penalty = codes.sum().mul_(_l1);
        if (_auxiliary?.Of(x, residuals) is { } addition)
        {
            penalty.add_(addition, _one);
        }

        // Divided before the sum: where activations are 1e18, that of a whole batch exceeds float32, and that of a row doesn't.
        var loss = errors.mul(perRow).sum().add_(penalty.mul_(perRow), _one);
        loss.backward();

        using var _ = no_grad();
        _adam.Step(state.Trained, ++state.Updates, pace);
        NormalizeDecoder();
        _last?.Dispose();
        var fired = codes.any(0); // [F]
        _auxiliary?.Observe(fired, x.shape[0]);
        return _last = Result.Outlive(scope, loss.detach(), fired, errors.detach(), residuals.detach());
    }

    /// <summary>Frees the last result.</summary>
    public void Dispose()
    {
        _last?.Dispose();
        _last = null;
        _l1.Dispose();
        _one.Dispose();
        _auxiliary?.Dispose();
        _adam.Dispose();
    }

    private void NormalizeDecoder() => state.DecoderWeight.Value.div_(state.DecoderWeight.Value.norm(dim: 1, keepdim: true));

    private sealed record Result(Tensor LossTensor, Tensor Fired, Tensor Errors, Tensor Residuals) : IStepResult, IDisposable
    {
        public double Loss => LossTensor.item<float>();

        public static Result Outlive(DisposeScope scope, Tensor loss, Tensor fired, Tensor errors, Tensor residuals)
        {
            scope.Detach(loss, fired, errors, residuals);
            return new Result(loss, fired, errors, residuals);
        }

        public void Dispose()
        {
            LossTensor.Dispose();
            Fired.Dispose();
            Errors.Dispose();
            Residuals.Dispose();
        }
    }
}
