using SparsePlugins.Contracts;
using SparsePlugins.Kernels;

namespace SparsePlugins.Training.Fused;

/// <summary>Finds the memory of an autoencoder's parameters, with their moments.</summary>
internal sealed unsafe class StateMemory
{
    private readonly TrainedMemory _encoderWeight;
    private readonly TrainedMemory _encoderBias;
    private readonly TrainedMemory _decoderWeight;
    private readonly TrainedMemory _decoderBias;
    private readonly TrainedMemory? _threshold;
    private readonly CounterMemory? _sinceFired;

    /// <summary>Looks whether kernels can work on it.</summary>
    /// <exception cref="ArgumentException">
    /// A tensor isn't contiguous float32 on the CPU, or of the wrong size, or the architecture asks for other bounds than the kernels keep.
    /// </exception>
    public StateMemory(AutoencoderState state, FusedForm form)
    {
        RequireBounds(state, form);
        var encoder = state.Weights.EncoderWeight;
        (Features, Width) = encoder.shape is [> 0 and <= int.MaxValue and var features, > 0 and <= int.MaxValue and var width]
            ? ((int)features, (int)width)
            : throw new ArgumentException($"{ParameterShape.EncoderWeight} is [{string.Join(", ", encoder.shape)}]; expected [F, D]");
        _encoderWeight = new(state, ParameterShape.EncoderWeight, (long)Features * Width, isTrained: true);
        _encoderBias = new(state, ParameterShape.EncoderBias, Features, isTrained: true);
        _decoderWeight = new(state, ParameterShape.DecoderWeight, (long)Features * Width, isTrained: true);
        _decoderBias = new(state, ParameterShape.DecoderBias, Width, isTrained: form.DecoderBias);
        _threshold = form.Codes switch
        {
            BatchTopKCodes batch => new(state, batch.Threshold, 1, isTrained: false),
            JumpReluCodes jump => new(state, jump.Threshold, Features, isTrained: true),
            _ => null,
        };
        _sinceFired = form.Auxiliary is null ? null : new(state, form.Auxiliary.SinceFired, Features);
    }

    /// <summary>Kernels scale decoder rows to length 1, and keep thresholds of JumpReLU at 0 or more.</summary>
    private static void RequireBounds(AutoencoderState state, FusedForm form)
    {
        if (state.FindShape(ParameterShape.DecoderWeight) is not { UnitRows: true })
        {
            throw new ArgumentException(
                $"the fused form keeps rows of {ParameterShape.DecoderWeight} at length 1, and the parameter has no UnitRows"
            );
        }

        if (form.Codes is JumpReluCodes jump && state.FindShape(jump.Threshold) is { } threshold && threshold.Least != 0)
        {
            throw new ArgumentException($"the fused form keeps {jump.Threshold} at 0 or more; give the parameter Least = 0");
        }
    }

    /// <summary>F.</summary>
    public int Features { get; }

    /// <summary>D.</summary>
    public int Width { get; }

    /// <summary>Looked up for each update: the state may have been disposed.</summary>
    public Parameters Find() =>
        new(
            _encoderWeight.Find(),
            _encoderBias.Find(),
            _decoderWeight.Find(),
            _decoderBias.Find(),
            _threshold?.Find() ?? default,
            _sinceFired is null ? null : _sinceFired.Find()
        );
}
