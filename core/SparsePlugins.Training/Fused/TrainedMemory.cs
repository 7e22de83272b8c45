using SparsePlugins.Kernels;
using static TorchSharp.torch;

namespace SparsePlugins.Training.Fused;

/// <summary>Finds the memory of a parameter, and of its moments where it is trained.</summary>
internal sealed class TrainedMemory
{
    private readonly string _name;
    private readonly long _count;
    private readonly Tensor _value;
    private readonly Parameter? _trained;

    /// <summary>Looks whether kernels can work on it.</summary>
    /// <param name="state">Holds the parameter.</param>
    /// <param name="name">Its name.</param>
    /// <param name="count">Floats that it has.</param>
    /// <param name="isTrained">Whether the kernels update it.</param>
    /// <exception cref="ArgumentException">It isn't contiguous float32 on the CPU, of another size, or not trained although it should be.</exception>
    public TrainedMemory(AutoencoderState state, string name, long count, bool isTrained)
    {
        (_name, _count, _value, _trained) = (name, count, state.Parameters[name], state.FindTrained(name));
        if (isTrained != _trained is not null)
        {
            throw new ArgumentException(
                $"{name} is {(isTrained ? "not " : "")}trained, and the fused form has it {(isTrained ? "" : "not ")}trained"
            );
        }

        RawTensor.Check(name, _value, count);
        if (_trained is not null)
        {
            RawTensor.Check(name, _trained.FirstMoment, count);
            RawTensor.Check(name, _trained.SecondMoment, count);
        }
    }

    /// <summary>Where it lies now.</summary>
    public unsafe Moments Find()
    {
        var value = RawTensor.Floats(_name, _value, _count);
        return _trained is null
            ? new(value, null, null)
            : new(value, RawTensor.Floats(_name, _trained.FirstMoment, _count), RawTensor.Floats(_name, _trained.SecondMoment, _count));
    }
}
