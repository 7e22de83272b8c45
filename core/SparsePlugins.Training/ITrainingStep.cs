using SparsePlugins.Kernels;

namespace SparsePlugins.Training;

/// <summary>One update of an autoencoder. What it knows from one update to the next is in the <see cref="AutoencoderState"/>.</summary>
public interface ITrainingStep : IDisposable
{
    /// <summary>Makes one update, in place, and leaves rows with length 1 where the architecture asks for it.</summary>
    /// <param name="batch">[B, D] on the state's device; read-only.</param>
    /// <param name="pace">What this update multiplies its settings by; <see langword="null"/> for <see cref="UpdatePace.Full"/>.</param>
    /// <returns>What the forward pass saw, before the update. It is overwritten by the next update, and costs only what is read of it.</returns>
    IStepResult Step(TrainingBatch batch, UpdatePace? pace = null);
}
