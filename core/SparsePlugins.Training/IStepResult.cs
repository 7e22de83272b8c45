using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>What the forward pass of an update saw: to be read before the next update of the same step. Nothing is computed that isn't read.</summary>
public interface IStepResult
{
    /// <summary>The loss of the batch; not finite once training has diverged.</summary>
    double Loss { get; }

    /// <summary>Codes of the batch that aren't 0.</summary>
    long Active { get; }

    /// <summary>[F] int64: for how many rows the feature was active. The step disposes it.</summary>
    Tensor Firings { get; }

    /// <summary>[B] squared error of each row, summed over D. The step disposes it.</summary>
    Tensor Errors { get; }

    /// <summary>[B, D] x - x_hat. The step disposes it.</summary>
    Tensor Residuals { get; }
}
