using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>One update of an autoencoder's parameters.</summary>
public interface ITrainingStep
{
    /// <summary>Makes one update, in place, and leaves every decoder row with length 1.</summary>
    /// <param name="batch">[B, D] on the state's device; read-only.</param>
    /// <returns>What the forward pass saw, before the update; the caller disposes it.</returns>
    StepResult Step(Tensor batch);
}

/// <summary>What the forward pass of an update saw.</summary>
/// <param name="Loss">A scalar.</param>
/// <param name="Fired">[F] bool: the feature was active for some row.</param>
/// <param name="Errors">[B] squared error of each row, summed over D.</param>
/// <param name="Residuals">[B, D] x - x_hat.</param>
public sealed record StepResult(Tensor Loss, Tensor Fired, Tensor Errors, Tensor Residuals) : IDisposable
{
    /// <summary>Frees the four tensors.</summary>
    public void Dispose()
    {
        Loss.Dispose();
        Fired.Dispose();
        Errors.Dispose();
        Residuals.Dispose();
    }
}
