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

    /// <inheritdoc/>
    public StepResult Step(Tensor batch)
    {
        using var scope = NewDisposeScope();
        var codes = Autoencoder.Encode(state.Weights, batch, options.DecoderBias); // [B, F]
        var residuals = batch - Autoencoder.Decode(state.Weights, codes, options.DecoderBias); // [B, D]
        var errors = (residuals * residuals).sum(dim: 1); // [B]
        using Scalar perRow = 1.0 / (batch.shape[0] * batch.shape[1]);
        var loss = errors.sum().add_(codes.sum().mul_(_l1), _one).mul_(perRow);
        loss.backward();

        using var _ = no_grad();
        _adam.Step(state.Trained, ++state.Updates);
        NormalizeDecoder();
        return Outlive(scope, new StepResult(loss.detach(), codes.any(0), errors.detach(), residuals.detach()));
    }

    private void NormalizeDecoder() => state.DecoderWeight.Value.div_(state.DecoderWeight.Value.norm(dim: 1, keepdim: true));

    private static StepResult Outlive(DisposeScope scope, StepResult result)
    {
        scope.Detach(result.Loss, result.Fired, result.Errors, result.Residuals);
        return result;
    }
}
