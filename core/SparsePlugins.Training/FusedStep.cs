using SparsePlugins.Training.Checkpoints;
using SparsePlugins.Training.Fused;
using static TorchSharp.torch;

namespace SparsePlugins.Training;

/// <summary>
/// The update on one core of a CPU, many times faster than by autograd and the same within rounding: pack, encode, decode, learn. Codes exist as
/// short lists only, gradients a row at a time. See docs/performance.md.
/// </summary>
/// <remarks>
/// It changes the parameters and moments where they lie, in the tensors of the state. Not safe for threads: one at a time may step, or read the result.
/// </remarks>
public sealed class FusedStep : ITrainingStep
{
    private readonly AutoencoderState _state;
    private readonly StepOptions _options;
    private readonly int _width;
    private readonly int _features;
    private readonly FusedEngine _engine;
    private readonly FusedResult _result;

    /// <summary>A step of an autoencoder that lies on the CPU.</summary>
    /// <param name="state">What it updates.</param>
    /// <param name="options">Loss and optimizer.</param>
    /// <exception cref="ArgumentException">A tensor of the state isn't contiguous float32 on the CPU, or of the wrong size; or there is an auxiliary loss.</exception>
    public FusedStep(AutoencoderState state, StepOptions options)
        : this(state, options, int.MaxValue) { }

    /// <summary>A step with vectors of at most <paramref name="mostLanes"/> floats.</summary>
    internal FusedStep(AutoencoderState state, StepOptions options, int mostLanes)
    {
        if (options.Auxiliary is not null)
        {
            throw new ArgumentException("the fused step has no auxiliary loss; take the eager one");
        }

        (_state, _options) = (state, options);
        (_features, _width) = Shape(state.EncoderWeight.Value);
        Check();
        _engine = FusedEngine.Create(options, _width, _features, mostLanes);
        _result = new FusedResult(_engine, options, _width, _features);
    }

    /// <summary>Bits of the vectors that this machine is given: 512, 256 or 128.</summary>
    public int VectorBits => _engine.Lanes * 32;

    /// <summary>Whether nothing wrote beside the scratch memory.</summary>
    internal bool IsIntact => _engine.IsIntact;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, Tensor>> State => [];

    /// <inheritdoc/>
    public void Restore(TensorBundle bundle) { }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch isn't [B, D] contiguous float32 on the CPU.</exception>
    public IStepResult Step(TrainingBatch batch, double pace = 1)
    {
        var packed = batch.Pack(_width, _engine.Lanes);
        if ((long)packed.RowCount * _features > int.MaxValue)
        {
            throw new ArgumentException(
                $"{packed.RowCount} rows of {_features} features are more than {int.MaxValue} codes; take a smaller batch"
            );
        }

        _engine.Step(FindParameters(), packed, _state.Updates + 1, pace);
        _state.Updates++;
        _result.Renew(packed.RowCount);
        GC.KeepAlive(this);
        return _result;
    }

    /// <summary>Frees the scratch memory and the last result.</summary>
    public void Dispose()
    {
        _result.Dispose();
        _engine.Dispose();
    }

    private static (int Features, int Width) Shape(Tensor encoder) =>
        encoder.shape is [> 0 and <= int.MaxValue and var features, > 0 and <= int.MaxValue and var width]
            ? ((int)features, (int)width)
            : throw new ArgumentException($"EncoderWeight is [{string.Join(", ", encoder.shape)}]; expected [F, D]");

    private void Check()
    {
        Check("EncoderWeight", _state.EncoderWeight, (long)_features * _width);
        Check("EncoderBias", _state.EncoderBias, _features);
        Check("DecoderWeight", _state.DecoderWeight, (long)_features * _width);
        Check("DecoderBias", _state.DecoderBias, _width);
    }

    private static void Check(string name, Parameter parameter, long count)
    {
        RawTensor.Check(name, parameter.Value, count);
        RawTensor.Check(name, parameter.FirstMoment, count);
        RawTensor.Check(name, parameter.SecondMoment, count);
    }

    /// <summary>Looked up for each update: the state may have been disposed.</summary>
    private Parameters FindParameters() =>
        new(
            Find("EncoderWeight", _state.EncoderWeight, (long)_features * _width),
            Find("EncoderBias", _state.EncoderBias, _features),
            Find("DecoderWeight", _state.DecoderWeight, (long)_features * _width),
            Find("DecoderBias", _state.DecoderBias, _width)
        );

    private static unsafe Moments Find(string name, Parameter parameter, long count) =>
        new(
            RawTensor.Floats(name, parameter.Value, count),
            RawTensor.Floats(name, parameter.FirstMoment, count),
            RawTensor.Floats(name, parameter.SecondMoment, count)
        );
}
