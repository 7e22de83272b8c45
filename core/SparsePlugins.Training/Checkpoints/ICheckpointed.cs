using static TorchSharp.torch;

namespace SparsePlugins.Training.Checkpoints;

/// <summary>Has a state that a checkpoint holds: tensors, by name.</summary>
public interface ICheckpointed
{
    /// <summary>Its tensors now, not copied.</summary>
    IEnumerable<KeyValuePair<string, Tensor>> State { get; }

    /// <summary>Takes a state that was written before, by copying it.</summary>
    /// <param name="bundle">Holds every tensor of <see cref="State"/>, and perhaps others.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, or has another shape or type.</exception>
    void Restore(TensorBundle bundle);
}
