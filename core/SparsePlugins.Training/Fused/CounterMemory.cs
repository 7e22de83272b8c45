using static TorchSharp.torch;

namespace SparsePlugins.Training.Fused;

/// <summary>Finds the memory of a buffer of integers.</summary>
internal sealed class CounterMemory
{
    private readonly string _name;
    private readonly long _count;
    private readonly Tensor _value;

    /// <summary>Looks whether kernels can work on it.</summary>
    /// <param name="state">Holds the buffer.</param>
    /// <param name="name">Its name.</param>
    /// <param name="count">Integers that it has.</param>
    /// <exception cref="ArgumentException">It isn't contiguous int64 on the CPU, or of another size.</exception>
    public CounterMemory(AutoencoderState state, string name, long count)
    {
        (_name, _count, _value) = (name, count, state.Parameters[name]);
        RawTensor.Check(name, _value, count, ScalarType.Int64);
    }

    /// <summary>Where it lies now.</summary>
    public unsafe long* Find() => (long*)RawTensor.First(_name, _value, _count * sizeof(long));
}
