using SparsePlugins.Contracts;
using SparsePlugins.Kernels;
using SparsePlugins.Training.Fused;

namespace SparsePlugins.Training;

/// <summary>
/// The update on a CPU, many times faster than by autograd and the same within rounding: pack, encode, decode, learn. Codes exist as
/// short lists only, gradients a row at a time. See docs/performance.md.
/// </summary>
/// <remarks>
/// It changes the parameters and moments where they lie, in the tensors of the state. Not safe for threads: one at a time may step, or read the result.
/// </remarks>
public sealed class FusedStep : ITrainingStep
{
    private readonly AutoencoderState _state;
    private readonly StateMemory _memory;
    private readonly FusedEngine _engine;
    private readonly FusedResult _result;
    private readonly Func<int> _threads;

    /// <summary>A step of an autoencoder that lies on the CPU.</summary>
    /// <param name="form">What the architecture equals.</param>
    /// <param name="state">What it updates.</param>
    /// <param name="options">The optimizer.</param>
    /// <param name="threads">Asked before each update how many threads may make it, at least 1; the result is the same to the bit. By default 1.</param>
    /// <exception cref="ArgumentException">A tensor of the state isn't contiguous float32 on the CPU, or of the wrong size.</exception>
    public FusedStep(FusedForm form, AutoencoderState state, AdamOptions options, Func<int>? threads = null)
        : this(form, state, options, int.MaxValue, threads) { }

    /// <summary>A step with vectors of at most <paramref name="mostLanes"/> floats.</summary>
    internal FusedStep(FusedForm form, AutoencoderState state, AdamOptions options, int mostLanes, Func<int>? threads = null)
    {
        (_state, _threads) = (state, threads ?? (() => 1));
        var kernels = new FusedOptions(form, options);
        _memory = new StateMemory(state, form);
        _engine = FusedEngine.Create(kernels, _memory.Width, _memory.Features, mostLanes);
        _result = new FusedResult(_engine, kernels, _memory.Width, _memory.Features);
    }

    /// <summary>Bits of the vectors that this machine is given: 512, 256 or 128.</summary>
    public int VectorBits => _engine.Lanes * 32;

    /// <summary>Whether nothing wrote beside the scratch memory.</summary>
    internal bool IsIntact => _engine.IsIntact;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch isn't [B, D] contiguous float32 on the CPU, or the pace has a k that the form has no use for.</exception>
    public IStepResult Step(TrainingBatch batch, UpdatePace? pace = null)
    {
        var now = pace ?? UpdatePace.Full;
        var packed = batch.Pack(_memory.Width, _engine.Lanes);
        if ((long)packed.RowCount * _memory.Features > int.MaxValue)
        {
            throw new ArgumentException(
                $"{packed.RowCount} rows of {_memory.Features} features are more than {int.MaxValue} codes; take a smaller batch"
            );
        }

        _engine.Step(_memory.Find(), packed, _state.Updates + 1, now, _threads());
        _state.Updates++;
        _state.MoveAverage();
        _result.Renew(packed.RowCount, now.Sparsity);
        GC.KeepAlive(this);
        return _result;
    }

    /// <summary>Frees the scratch memory and the last result.</summary>
    public void Dispose()
    {
        _result.Dispose();
        _engine.Dispose();
    }
}
