namespace SparsePlugins.Training;

/// <summary>One update of an autoencoder. What it knows from one update to the next is in the <see cref="AutoencoderState"/>.</summary>
public interface ITrainingStep : IDisposable
{
    /// <summary>Makes one update, in place, and leaves every decoder row with length 1.</summary>
    /// <param name="batch">[B, D] on the state's device; read-only.</param>
    /// <param name="pace">What the learning rate of this update is multiplied by, for all parameters.</param>
    /// <returns>What the forward pass saw, before the update. It is overwritten by the next update, and costs only what is read of it.</returns>
    IStepResult Step(TrainingBatch batch, double pace = 1);
}
